package org.rapaio.jupyter.kernel.channels;

/// The thread in which the kernel listens to one of Jupyter's channels.
///
/// It stands before the kernel's own class of this name on the class path. That one (of 3.0.1, the newest) says that it
/// runs after it has started, so that one start in seven ends at once and the kernel never answers. To be deleted with
/// the first version that does not.
public final class LoopThread extends Thread {
    private final long pauseMillis;
    private final Runnable listening;
    private volatile boolean over;

    /// @param pauseMillis between two looks at the channel
    /// @param listening one look at it
    public LoopThread(String name, long pauseMillis, Runnable listening) {
        super(name);
        this.pauseMillis = pauseMillis;
        this.listening = listening;
    }

    @Override
    public void run() {
        try {
            while (!over) {
                listening.run();
                Thread.sleep(pauseMillis);
            }
        } catch (InterruptedException _) {
            over = true;
        }
    }

    /// Lets it end after the look that it is at.
    public void shutdown() {
        over = true;
    }
}
