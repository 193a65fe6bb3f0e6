# The local Kinesis, pinned by kinesis/local/package-lock.json. It keeps everything in memory.
FROM node:22.20.0-bookworm-slim
WORKDIR /opt/kinesis
COPY kinesis/local/package.json kinesis/local/package-lock.json kinesis/local/run.js ./
RUN npm ci --no-audit --no-fund
USER node
# inside the container; compose publishes it on the host's loopback alone
ENV LOCAL_KINESIS_HOST=0.0.0.0 KINESIS_MOCK_PLAIN_PORT=4567
ENTRYPOINT ["node", "run.js"]
