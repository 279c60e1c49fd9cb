package org.rapaio.jupyter.kernel.channels;

/// The thread in which the kernel listens to one of Jupyter's channels.
///
/// It precedes the kernel's own class of this name on the class path. That class (of 3.0.1, the newest version) sets
/// its running flag after it has started, so one start in seven ends at once and the kernel never answers. Delete this
/// class with the first version that is correct.
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

    /// Ends it after the current look.
    public void shutdown() {
        over = true;
    }
}
