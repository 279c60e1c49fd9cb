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
    void theLastVersionNamesTheCurrency() {
        CaseOwners owners = new CaseOwners();
        owners.add("ärende", "D1", "JPY", 5);
        owners.add("ärende", "D1", "KWD", 6);
        owners.add("ärende", "D1", "SEK", 1);
        assertThat(owners.debtor(owners.of("ärende"))).isEqualTo("D1");
        assertThat(owners.decimals(owners.of("ärende"))).isEqualTo(3);
        assertThat(owners.consistent()).isTrue();
        owners.add("ärende", "D3", "SEK", 1);
        assertThat(owners.consistent()).isFalse();
    }

    /// Compared with maps of texts, over more cases than the first arrays hold.
    @Property(tries = 20)
    void saysWhatMapsSay(@ForAll @Size(max = 3_000) List<@IntRange(max = 1 << 22) Integer> drawn) {
        CaseOwners owners = new CaseOwners();
        Map<String, Last> last = new HashMap<>();
        Set<String> debtors = new HashSet<>();
        for (int each : drawn) {
            String id = "C" + (each & 0xfff);
            String debtor = "D" + (each & 0x3f);
            String currency = CURRENCIES[each >> 18 & 3];
            long known = each >> 20;
            owners.add(id, debtor, currency, known);
            debtors.add(debtor);
            Last after = last.get(id);
            if (after == null
                    || known > after.known()
                    || known == after.known() && currency.compareTo(after.currency()) > 0) {
                last.put(id, new Last(currency, known));
            }
        }
        last.forEach((id, of) -> {
            int number = Integer.parseInt(id.substring(1));
            assertThat(owners.debtor(owners.of(id))).isEqualTo("D" + (number & 0x3f));
            assertThat(owners.decimals(owners.of(id))).isEqualTo(Money.decimals(of.currency()));
        });
        for (int debtor = 0; debtor < 0x40; debtor++) {
            assertThat(owners.hasDebtor("D" + debtor)).isEqualTo(debtors.contains("D" + debtor));
        }
    }
}
