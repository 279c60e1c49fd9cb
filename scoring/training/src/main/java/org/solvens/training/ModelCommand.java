package org.solvens.training;

import picocli.CommandLine.Parameters;

/// A command on one model.
abstract class ModelCommand extends TrainingCommand {
    @Parameters(paramLabel = "MODEL", description = "id of the model")
    private String model;

    String model() {
        return model;
    }
}
