package org.rapaio.jupyter.kernel.channels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LoopThreadTest {
    @Test
    void itListensUntilItIsToldToStop() throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            CountDownLatch looks = new CountDownLatch(2);
            LoopThread thread = new LoopThread("Test", 0, looks::countDown);
            thread.start();
            looks.await();
            thread.shutdown();
            thread.join();
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Test
    void itStandsBeforeTheKernelsOwn() {
        assertThat(LoopThread.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .endsWith("notebooks-exported/target/classes/");
    }
}
