package io.gantry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which package may use which (docs/architecture.md). */
class LayeringTest {

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.gantry");

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.gantry.(**)").should().beFreeOfCycles().check(CORE);
    }

    @Test
    void decidingCodeKnowsNoServerNoDatabaseNoNetworkAndNoEngine() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "jakarta..",
                        "io.openliberty..",
                        "io.grpc..",
                        "java.sql..",
                        "org.hibernate..",
                        "com.github.dockerjava..")
                .check(CORE);
    }

    @Test
    void controllersDoNotKnowEachOther() {
        slices().matching("io.gantry.controller.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(
                        DescribedPredicate.alwaysTrue(),
                        JavaClass.Predicates.resideInAPackage("io.gantry.controller.model"))
                .check(CORE);
    }

    @Test
    void onlyTheRegistryAndTheCacheUseTheStore() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.gantry.controller..",
                        "io.gantry.scheduler..",
                        "io.gantry.node..",
                        "io.gantry.schema..",
                        "io.gantry.resource..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.gantry.store..")
                .check(CORE);
    }
}
