package org.repartee.export;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// A process in the middle of an export, for a test to interrupt.
final class StagingFolderInterrupted {

    private StagingFolderInterrupted() {}

    public static void main(String[] arguments) throws Exception {
        try (var staging = StagingFolder.beside(Path.of(arguments[0]))) {
            Files.writeString(staging.folder().resolve("model.onnx.data"), "half of it");
            System.out.println("staged");
            new CountDownLatch(1).await();
        }
    }
}
