package org.solvens.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Records of a debtor, made up for benchmarks.
final class MadeUpHistory {
    private static final int PAYMENTS = 12;

    private MadeUpHistory() {}

    /// A request to score a debtor with two cases and their payments.
    static String request() {
        List<String> records = new ArrayList<>();
        for (String caseId : List.of("C-1", "C-2")) {
            records.add(placed(caseId));
            for (int i = 1; i <= PAYMENTS; i++) {
                records.add(String.format(Locale.ROOT, """
                    {"feed":"payments","record":{"payment_id":"%s-%d","case_id":"%s","amount":"50.00",
                    "paid_on":"2025-%02d-10","booked_on":"2025-%02d-11","source":"DEBTOR",
                    "known_at":"2025-%02d-11T06:00:00Z"}}\
                    """, caseId, i, caseId, i, i, i));
            }
        }
        return "{\"as_of\":\"2026-01-01\",\"records\":[" + String.join(",", records) + "]}";
    }

    private static String placed(String caseId) {
        return """
            {"feed":"cases","record":{"case_id":"CASE","debtor_id":"D-1","creditor_id":"K-1","country":"SE",
            "currency":"SEK","debtor_kind":"PERSON","claim_type":"INVOICE","principal":"9000.00","interest":"20.00",
            "costs":"60.00","due_date":"2024-12-01","arose_on":"2024-11-01","placed_on":"2024-12-20",
            "stage":"COLLECTION","reminder_fee_agreed":true,"known_at":"2024-12-20T08:00:00Z"}}\
            """.replace("CASE", caseId);
    }

    /// An event: a small payment on a case.
    static String payment(String id, String caseId) {
        return """
            {"feed":"payments","record":{"payment_id":"PAYMENT","case_id":"CASE","amount":"1.00",
            "paid_on":"2025-10-30","booked_on":"2025-10-31","source":"DEBTOR"}}\
            """.replace("PAYMENT", id).replace("CASE", caseId);
    }
}
