package org.solvens.policy;

import java.io.Serializable;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.solvens.policy.Capacity.Team;
import org.solvens.policy.Demand.Ask;

/// Which cases get the calls, or the reviews, of their teams: those whose turn comes first.
///
/// What is always given comes out of the same number. Where more is always given than a team has, no other
/// case gets any.
///
/// @param teams by name
public record Allotment(Map<String, Share> teams) implements Serializable {
    public Allotment {
        teams = Collections.unmodifiableMap(new TreeMap<>(teams));
    }

    /// What a team gives.
    ///
    /// @param asked how many cases ask
    /// @param given how many of them get it
    /// @param enough whether all do
    /// @param last of those that get it in their turn; null if all do, or none
    public record Share(
            long asked,
            long given,
            boolean enough,
            @Nullable Turn last) implements Serializable {
        private boolean takes(Turn turn) {
            return enough || last != null && turn.compareTo(last) <= 0;
        }
    }

    /// What a team gives.
    ///
    /// @throws IllegalArgumentException if there is no such team
    public Share of(String team) {
        Share share = teams.get(team);
        if (share == null) {
            throw new IllegalArgumentException("there is no team " + team);
        }
        return share;
    }

    /// Whether a case has its turn.
    public boolean gives(String team, Turn turn) {
        return of(team).takes(turn);
    }

    /// Whether what a case asks for is given.
    public boolean gives(String team, Ask ask) {
        return ask.always() || gives(team, ask.turn());
    }

    /// A count in progress. It holds at most as many turns as there are calls or reviews, so that parts of
    /// the cases can be counted apart and then added.
    public static final class Count implements Serializable {
        private static final long serialVersionUID = 1L;

        private final TreeMap<String, Places> teams = new TreeMap<>();

        /// @param number of calls or reviews of a team; null if they are not scarce
        public Count(Capacity capacity, Function<Team, @Nullable Integer> number) {
            for (Team team : capacity.teams()) {
                teams.put(team.team(), new Places(number.apply(team)));
            }
        }

        /// Counts what a case asks for.
        ///
        /// @param ask null if it asks for nothing
        /// @return this
        public Count add(String team, @Nullable Ask ask) {
            if (ask != null) {
                places(team).add(ask);
            }
            return this;
        }

        /// Adds a count of other cases.
        ///
        /// @return this
        public Count add(Count other) {
            other.teams.forEach((team, places) -> places(team).add(places));
            return this;
        }

        private Places places(String team) {
            Places places = teams.get(team);
            if (places == null) {
                throw new IllegalArgumentException("there is no team " + team);
            }
            return places;
        }

        /// The result.
        public Allotment done() {
            Map<String, Share> shares = new TreeMap<>();
            teams.forEach((team, places) -> shares.put(team, places.share()));
            return new Allotment(shares);
        }
    }

    /// The first turns of a team, the last of them at the head.
    private static final class Places implements Serializable {
        private static final long serialVersionUID = 1L;

        private final @Nullable Integer number;
        private final PriorityQueue<Turn> first = new PriorityQueue<>(Comparator.reverseOrder());
        private long asked;
        private long always;

        Places(@Nullable Integer number) {
            this.number = number;
        }

        void add(Ask ask) {
            asked++;
            if (ask.always()) {
                always++;
            } else {
                add(ask.turn());
            }
        }

        private void add(Turn turn) {
            if (number != null) {
                first.add(turn);
                if (first.size() > number) {
                    first.remove();
                }
            }
        }

        void add(Places other) {
            asked += other.asked;
            always += other.always;
            other.first.forEach(this::add);
        }

        Share share() {
            if (number == null || asked <= number) {
                return new Share(asked, asked, true, null);
            }
            PriorityQueue<Turn> given = new PriorityQueue<>(first);
            long left = Math.max(0, number - always);
            while (given.size() > left) {
                given.remove();
            }
            return new Share(asked, always + given.size(), false, given.peek());
        }
    }
}
