package org.solvens;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/// The rule that classes take the time and chance as parameters, for the architecture tests of modules.
public final class TimeAndChance {
    private TimeAndChance() {}

    /// Classes read no clock and make no unseeded random number.
    public static ArchCondition<JavaClass> areParameters() {
        return new ArchCondition<>("take time and chance as parameters") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaMethodCall call : type.getMethodCallsFromSelf()) {
                    String owner = call.getTargetOwner().getName();
                    String name = call.getName();
                    boolean asks = owner.startsWith("java.time.") && (name.equals("now") || name.startsWith("system"))
                            || owner.equals("java.lang.Math") && name.equals("random")
                            || owner.equals("java.lang.System")
                                    && (name.equals("currentTimeMillis") || name.equals("nanoTime"))
                            || owner.equals("java.util.concurrent.ThreadLocalRandom")
                            || owner.equals("java.util.UUID") && name.equals("randomUUID");
                    if (asks) {
                        events.add(SimpleConditionEvent.violated(call, call.getDescription()));
                    }
                }
            }
        };
    }
}
