# The command line, the dashboard and the gateway. Built from the sources, from the repository's root:
#   docker build -f docker/cli.Dockerfile -t tidemark .
#   docker run --rm tidemark show gold_channel_attribution --lake s3://bucket/lake
FROM node:22.20.0-bookworm-slim AS node

FROM maven:3.9.11-eclipse-temurin-17-noble AS build
# the build brings the dashboard's browser libraries with npm
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /build
COPY pom.xml ./
COPY src/main src/main
COPY kinesis/gateway kinesis/gateway
RUN mvn -q -B -ntp process-classes \
    && mkdir lib \
    && tr ':' '\n' < target/classpath-runtime.txt | xargs -I{} cp {} lib \
    && tr ':' '\n' < target/classpath-provided.txt | xargs -I{} cp {} lib

FROM eclipse-temurin:17.0.16_8-jre-noble
COPY --from=build /build/lib /opt/tidemark/lib
COPY --from=build /build/target/classes /opt/tidemark/classes
COPY flink-conf /opt/tidemark/flink-conf
COPY kinesis/streams.json /opt/tidemark/kinesis/streams.json
RUN useradd --system --create-home tidemark
USER tidemark
WORKDIR /home/tidemark
ENTRYPOINT ["java", \
  "--add-opens=java.base/java.util=ALL-UNNAMED", \
  "--add-opens=java.base/java.lang=ALL-UNNAMED", \
  "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED", \
  "--add-opens=java.base/java.net=ALL-UNNAMED", \
  "--add-opens=java.base/java.nio=ALL-UNNAMED", \
  "-XX:MaxRAMPercentage=70", \
  "-Dfile.encoding=UTF-8", \
  "-Dtidemark.home=/opt/tidemark", \
  "-Dlog4j2.configurationFile=/opt/tidemark/flink-conf/log4j2-console.properties", \
  "-cp", "/opt/tidemark/classes:/opt/tidemark/lib/*", \
  "dev.tidemark.cli.Main"]
