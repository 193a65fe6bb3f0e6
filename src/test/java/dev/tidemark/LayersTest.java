package dev.tidemark;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.have;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Data flows one way through the packages. */
@AnalyzeClasses(packages = "dev.tidemark", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {
    private static final String OURS = "dev.tidemark..";
    private static final String FLINK = "org.apache.flink..";
    private static final String DELTA_KERNEL = "io.delta..";
    private static final String TABLE = "dev.tidemark.table..";
    private static final String ENVELOPE = "dev.tidemark.envelope..";
    private static final String CONTRACT = "dev.tidemark.contract..";
    private static final String STATE = "dev.tidemark.state..";
    private static final String SILVER = "dev.tidemark.silver..";
    private static final String GOLD = "dev.tidemark.gold..";
    private static final String INGEST = "dev.tidemark.ingest..";
    private static final String DELTA = "dev.tidemark.delta..";
    private static final String DELTA_SINK = "dev.tidemark.delta.sink..";
    private static final String DOMAIN = "dev.tidemark.domain..";
    private static final String GATEWAY = "dev.tidemark.gateway..";
    private static final String GENERATE = "dev.tidemark.generate..";
    private static final String SHADOW = "dev.tidemark.shadow..";
    private static final String TOPOLOGY = "dev.tidemark.topology..";
    private static final String CONFIG = "dev.tidemark.config..";
    private static final String AUDIT = "dev.tidemark.audit..";
    private static final String DASHBOARD = "dev.tidemark.dashboard..";
    private static final String S3 = "dev.tidemark.s3..";
    private static final String CLI = "dev.tidemark.cli..";

    @ArchTest
    static final ArchRule TABLES_KNOW_NOTHING_OF_US = knowsOfUsOnly(TABLE, TABLE);

    @ArchTest
    static final ArchRule ENVELOPES_KNOW_NOTHING_OF_US = knowsOfUsOnly(ENVELOPE, ENVELOPE);

    @ArchTest
    static final ArchRule S3_KNOWS_NOTHING_OF_US = knowsOfUsOnly(S3, S3);

    @ArchTest
    static final ArchRule THE_CONTRACT_KNOWS_TABLES = knowsOfUsOnly(CONTRACT, CONTRACT, TABLE);

    @ArchTest
    static final ArchRule STATE_KNOWS_TABLES = knowsOfUsOnly(STATE, STATE, TABLE);

    @ArchTest
    static final ArchRule SILVER_KNOWS_THE_CONTRACT = knowsOfUsOnly(SILVER, SILVER, CONTRACT, TABLE, ENVELOPE);

    @ArchTest
    static final ArchRule GOLD_KNOWS_THE_CONTRACT = knowsOfUsOnly(GOLD, GOLD, CONTRACT, TABLE, STATE);

    @ArchTest
    static final ArchRule INGEST_KNOWS_NO_DOMAIN = knowsOfUsOnly(INGEST, INGEST, ENVELOPE, CONTRACT, STATE, TABLE, S3);

    @ArchTest
    static final ArchRule DELTA_KNOWS_TABLES_AND_STATE = knowsOfUsOnly(DELTA, DELTA, TABLE, CONTRACT, STATE, S3);

    @ArchTest
    static final ArchRule THE_GATEWAY_KNOWS_ENVELOPES = knowsOfUsOnly(GATEWAY, GATEWAY, ENVELOPE);

    /** What the generator expects must not come from the code that it is to judge. */
    @ArchTest
    static final ArchRule THE_GENERATOR_KNOWS_NOTHING_OF_US = knowsOfUsOnly(GENERATE, GENERATE);

    @ArchTest
    static final ArchRule THE_SHADOW_KNOWS_DOMAINS =
            knowsOfUsOnly(SHADOW, SHADOW, DOMAIN, SILVER, ENVELOPE, INGEST, CONTRACT, TABLE);

    @ArchTest
    static final ArchRule AUDITS_READ_TABLES_WITHOUT_THE_JOB =
            knowsOfUsOnly(AUDIT, AUDIT, DOMAIN, GOLD, SILVER, DELTA, ENVELOPE, CONTRACT, CONFIG, TABLE, S3);

    @ArchTest
    static final ArchRule THE_DASHBOARD_READS_TABLES_WITHOUT_THE_JOB =
            knowsOfUsOnly(DASHBOARD, DASHBOARD, AUDIT, DELTA, INGEST, CONTRACT, CONFIG, TABLE, S3);

    /** A job on a cluster has no server beside it. */
    @ArchTest
    static final ArchRule ONLY_THE_DASHBOARD_KNOWS_ITS_SERVER = noClasses()
            .that()
            .resideOutsideOfPackage(DASHBOARD)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..");

    /** What explains our numbers must not come from the code that counts them. */
    @ArchTest
    static final ArchRule THE_SHADOW_COUNTS_BY_ITSELF = noClasses()
            .that()
            .resideInAPackage(SHADOW)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.tidemark.domain..lifecycle..", "dev.tidemark.domain..kpi..");

    @ArchTest
    static final ArchRule DOMAINS_DO_NOT_KNOW_WHO_RUNS_THEM = noClasses()
            .that()
            .resideInAPackage(DOMAIN)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(TOPOLOGY, CONFIG, CLI, DELTA, GATEWAY, GENERATE, SHADOW)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule RULES_KNOW_NO_FLINK = noClasses()
            .that()
            .resideInAnyPackage(TABLE, ENVELOPE, CONTRACT, SILVER, GATEWAY, GENERATE, SHADOW)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(FLINK, DELTA_KERNEL);

    @ArchTest
    static final ArchRule DECODING_AND_KPIS_KNOW_NO_FLINK = noClasses()
            .that()
            .resideInAnyPackage("dev.tidemark.domain..decode..", "dev.tidemark.domain..kpi..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(FLINK);

    @ArchTest
    static final ArchRule DELTA_TABLES_KNOW_NO_FLINK = noClasses()
            .that()
            .resideInAPackage(DELTA)
            .and()
            .resideOutsideOfPackage(DELTA_SINK)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(FLINK)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule ONLY_DELTA_KNOWS_THE_KERNEL = noClasses()
            .that()
            .resideOutsideOfPackages(DELTA, CLI)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(DELTA_KERNEL);

    @ArchTest
    static final ArchRule NO_CIRCLES =
            slices().matching("dev.tidemark.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_LINE_PRINTS =
            noClasses().that().resideOutsideOfPackage(CLI).should(ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule NOBODY_LOGS_BY_JAVA_UTIL_LOGGING = noClasses().should(USE_JAVA_UTIL_LOGGING);

    @ArchTest
    static final ArchRule NO_FIELD_OF_A_DOMAIN_IS_BINARY_FLOATING_POINT = noFields()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage(DOMAIN)
            .should()
            .haveRawType(floatingPoint());

    @ArchTest
    static final ArchRule NO_METHOD_OF_A_DOMAIN_RETURNS_BINARY_FLOATING_POINT = noMethods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage(DOMAIN)
            .should()
            .haveRawReturnType(floatingPoint());

    @ArchTest
    static final ArchRule NO_METHOD_OF_A_DOMAIN_TAKES_BINARY_FLOATING_POINT = noMethods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage(DOMAIN)
            .should(have(floatingPointParameter()));

    @Test
    void everyPackageSaysWhatItDoes() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/dev/tidemark"))) {
            List<Path> silent = files.filter(Files::isDirectory)
                    .filter(LayersTest::hasClasses)
                    .filter(d -> !Files.exists(d.resolve("package-info.java")))
                    .toList();
            assertThat(silent).isEmpty();
        }
    }

    private static boolean hasClasses(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            // the entry points stand alone at the top
            return !folder.endsWith("tidemark")
                    && files.anyMatch(f -> f.toString().endsWith(".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ArchRule knowsOfUsOnly(String layer, String... known) {
        return classes()
                .that()
                .resideInAPackage(layer)
                .should()
                .onlyDependOnClassesThat(not(resideInAnyPackage(OURS)).or(resideInAnyPackage(known)))
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaClass> floatingPoint() {
        Set<String> names = Set.of("double", "float", "java.lang.Double", "java.lang.Float");
        return DescribedPredicate.describe("binary floating point", c -> names.contains(c.getName()));
    }

    private static DescribedPredicate<JavaMethod> floatingPointParameter() {
        return DescribedPredicate.describe(
                "a parameter of binary floating point",
                m -> m.getRawParameterTypes().stream().anyMatch(floatingPoint()));
    }
}
