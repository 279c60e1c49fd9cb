package org.solvens.model;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class ModelArchitectureTest {
    @Test
    void modelsAndRegistryKnowNoTrainerAndNoEngine() {
        JavaClasses classes = new ClassFileImporter().importPackages("org.solvens.model", "org.solvens.registry");
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("smile..", "org.apache.spark..", "scala..", "org.solvens.training..")
                .check(classes);
    }
}
