package io.gantry.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What may know what in the agent. */
class LayeringTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.gantry.agent");

    @Test
    void packagesFormNoCycles() {
        slices().matching("io.gantry.agent.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyTheRuntimeKnowsDockerJava() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.gantry.agent.runtime")
                .and()
                .doNotHaveFullyQualifiedName("io.gantry.agent.Agent")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.github.dockerjava..")
                .check(CLASSES);
    }

    @Test
    void onlyTheLinkAndTheGrpcProbeKnowGrpc() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.gantry.agent.link")
                .and()
                .haveNameNotMatching("io\\.gantry\\.agent\\.probe\\.GrpcCheck(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.grpc..")
                .check(CLASSES);
    }

    @Test
    void onlyTheHostSeamStartsProcesses() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.gantry.agent.host", "io.gantry.agent.system")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.ProcessBuilder")
                .check(CLASSES);
    }
}
