# The Flink job in application mode: Flink's own image and the application jar, nothing else. Build the jar first, with
# `mvn -DskipTests -DskipITs package`, and the image from the repository's root:
#   docker build -f docker/job.Dockerfile -t tidemark-job .
# Configuration: property groups in /etc/flink/application_properties.json, as Managed Service for Apache Flink has them.
# Secrets: TIDEMARK_SIGNING_KEYS, TIDEMARK_PERSON_KEY_PEPPER and TIDEMARK_CALENDLY_TOKEN, or secrets.*-arn.
FROM flink:2.3.0-java17
COPY target/tidemark-*-job.jar /opt/flink/usrlib/tidemark-job.jar
