package org.solvens.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.solvens.feed.Money;

class CaseOwnersTest {
    private static final String[] CURRENCIES = {"SEK", "JPY", "KWD", "NOK"};

    private record First(String debtor, long known) {}

    private record Last(String currency, long known) {}

    @Test
    void knowsNothingOfCasesItWasNotGiven() {
        CaseOwners owners = new CaseOwners();
        owners.add("C1", "D1", "SEK", 5);
        assertThat(owners.of("C2")).isEqualTo(-1);
        assertThat(owners.hasDebtor("D2")).isFalse();
        assertThat(owners.hasDebtor(null)).isFalse();
    }

    @Test
    void theFirstVersionNamesTheDebtorAndTheLastTheCurrency() {
        CaseOwners owners = new CaseOwners();
        owners.add("ärende", "D2", "SEK", 5);
        owners.add("ärende", "D1", "JPY", 5);
        owners.add("ärende", "D0", "KWD", 6);
        assertThat(owners.debtor(owners.of("ärende"))).isEqualTo("D1");
        assertThat(owners.decimals(owners.of("ärende"))).isEqualTo(3);
        owners.add("ärende", "D3", "SEK", 1);
        assertThat(owners.debtor(owners.of("ärende"))).isEqualTo("D3");
        assertThat(owners.decimals(owners.of("ärende"))).isEqualTo(3);
    }

    /// Compared with maps of texts, over more cases than the first arrays hold.
    @Property(tries = 20)
    void saysWhatMapsSay(@ForAll @Size(max = 3_000) List<@IntRange(max = 1 << 22) Integer> drawn) {
        CaseOwners owners = new CaseOwners();
        Map<String, First> first = new HashMap<>();
        Map<String, Last> last = new HashMap<>();
        Set<String> debtors = new HashSet<>();
        for (int each : drawn) {
            String id = "C" + (each & 0xfff);
            String debtor = "D" + (each >> 12 & 0x3f);
            String currency = CURRENCIES[each >> 18 & 3];
            long known = each >> 20;
            owners.add(id, debtor, currency, known);
            First before = first.get(id);
            if (before == null
                    || known < before.known()
                    || known == before.known() && debtor.compareTo(before.debtor()) < 0) {
                first.put(id, new First(debtor, known));
                debtors.add(debtor);
            }
            Last after = last.get(id);
            if (after == null
                    || known > after.known()
                    || known == after.known() && currency.compareTo(after.currency()) > 0) {
                last.put(id, new Last(currency, known));
            }
        }
        first.forEach((id, of) -> {
            assertThat(owners.debtor(owners.of(id))).isEqualTo(of.debtor());
            assertThat(owners.decimals(owners.of(id)))
                    .isEqualTo(Money.decimals(last.get(id).currency()));
        });
        for (int debtor = 0; debtor < 0x40; debtor++) {
            assertThat(owners.hasDebtor("D" + debtor)).isEqualTo(debtors.contains("D" + debtor));
        }
    }
}
