package org.solvens.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Measures look-ups of made-up cases, compared with a constant answer of the same size.
///
/// Each server runs in its own process, as in service. In one process they would share compiled code.
///
/// @param cases of each server
/// @param seconds of each load
/// @param repeats rounds of the loads in turn, of which the median counts
record LookUpBench(int cases, double seconds, int repeats) {
    private static final int REQUESTS = 100_000;

    /// How the servers answered.
    record Figures(Load constant, Load open, Load keyed) {}

    Figures run() throws IOException {
        try (Served constant = Served.start(LookedUpServer.Kind.CONSTANT, cases);
                Served open = Served.start(LookedUpServer.Kind.OPEN, cases);
                Served keyed = Served.start(LookedUpServer.Kind.KEYED, cases)) {
            byte[] same = LoadClient.get("/v1/cases/constant/segment", "");
            List<Load> loads = List.of(
                    new Load(constant, new byte[][] {same}),
                    new Load(open, requests("")),
                    new Load(keyed, requests("Authorization: Bearer " + keyed.said() + "\r\n")));
            // Once more than it is measured, until the code of all is compiled.
            for (int i = 0; i < 2 * repeats; i++) {
                for (Load load : loads) {
                    load.run(seconds, i >= repeats);
                }
            }
            return new Figures(loads.get(0), loads.get(1), loads.get(2));
        }
    }

    /// Look-ups of cases in no order, so that no cache of the processor helps.
    private byte[][] requests(String headers) {
        byte[][] requests = new byte[REQUESTS][];
        for (int i = 0; i < requests.length; i++) {
            long number = Math.floorMod(i * 7_919_999L, (long) cases);
            requests[i] = LoadClient.get("/v1/cases/" + MadeUpCases.caseId(number) + "/segment", headers);
        }
        return requests;
    }

    /// Requests that are made again and again, and how they were answered.
    static final class Load {
        private final LoadClient client;
        private final byte[][] requests;
        private final List<LoadClient.Answers> measured = new ArrayList<>();

        private Load(Served server, byte[][] requests) {
            this.client = new LoadClient(server.port(), ApiBench.CONNECTIONS);
            this.requests = requests;
        }

        private void run(double seconds, boolean measure) {
            LoadClient.Answers answers = client.load(seconds, number -> requests[(int) (number % requests.length)]);
            ApiBench.checked("look-ups", answers);
            if (measure) {
                measured.add(answers);
            }
        }

        /// Answers a second, the median of the rounds.
        double perSecond() {
            return median(
                    measured.stream().mapToDouble(LoadClient.Answers::perSecond).toArray());
        }

        /// In milliseconds, the median of the rounds.
        double p99() {
            return median(
                    measured.stream().mapToDouble(each -> each.millis(0.99)).toArray());
        }

        private static double median(double[] figures) {
            double[] sorted = figures.clone();
            Arrays.sort(sorted);
            return sorted[sorted.length / 2];
        }
    }

    /// A server that runs.
    ///
    /// @param said what it said of itself besides its port
    private record Served(Process process, int port, String said) implements AutoCloseable {
        /// Starts one by the Java and the options of this process.
        private static Served start(LookedUpServer.Kind kind, int cases) throws IOException {
            RuntimeMXBean own = ManagementFactory.getRuntimeMXBean();
            List<String> command = new ArrayList<>();
            command.add(ProcessHandle.current().info().command().orElse("java"));
            command.addAll(own.getInputArguments());
            command.addAll(List.of(
                    "-cp", own.getClassPath(), LookedUpServer.class.getName(), kind.name(), Integer.toString(cases)));
            Process process =
                    new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
            BufferedReader out = process.inputReader();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(LookedUpServer.READY)) {
                    String[] words =
                            line.substring(LookedUpServer.READY.length()).split(" ", -1);
                    return new Served(process, Integer.parseInt(words[0]), words[1]);
                }
            }
            throw new IllegalStateException("the server of the benchmark ended before it was ready");
        }

        @Override
        public void close() throws IOException {
            // The server ends with its input.
            process.getOutputStream().close();
            process.onExit().join();
        }
    }
}
