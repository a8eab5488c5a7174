package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.Nodes;
import io.gantry.schedule.CronSchedule;
import io.gantry.schedule.InvalidScheduleException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** CronJobs. */
public final class CronJobRules {

    private static final int NAME_LENGTH = 52;
    private static final Pattern ZONE_PART = Pattern.compile("[A-Za-z.\\-_0-9+]{1,14}");

    private CronJobRules() {}

    public static void check(Field object) {
        Field spec = object.at("spec");
        spec.at("startingDeadlineSeconds").requireNotNegative();
        spec.at("concurrencyPolicy").requireOneOf(List.of("Allow", "Forbid", "Replace"));
        Field job = spec.at("jobTemplate").at("spec");
        JobRules.spec(job);
        if (job.at("selector").isSet()) {
            job.at("selector").invalid("`selector` will be auto-generated");
        }
        if (job.at("manualSelector").isTrue()) {
            job.at("manualSelector").notSupported(List.of("nil", "false"));
        }
        spec.at("successfulJobsHistoryLimit").requireNotNegative();
        spec.at("failedJobsHistoryLimit").requireNotNegative();
    }

    public static void checkNew(Field object) {
        Field spec = object.at("spec");
        schedule(spec, Optional.empty());
        timeZone(spec.at("timeZone"));
        Field name = object.at("metadata").at("name");
        if (name.text().length() > NAME_LENGTH) {
            // its jobs get eleven characters more
            name.invalid("must be no more than 52 characters");
        }
    }

    public static void update(Field object, JsonNode old) {
        Field spec = object.at("spec");
        schedule(spec, Optional.of(Nodes.text(old.path("spec"), "schedule")));
        if (!spec.at("timeZone").value().equals(old.path("spec").path("timeZone"))) {
            timeZone(spec.at("timeZone"));
        }
    }

    /** Once a schedule could have a zone of its own; one that has may keep it. */
    private static void schedule(Field spec, Optional<String> old) {
        Field schedule = spec.at("schedule");
        if (!schedule.requireFilled()) {
            return;
        }
        try {
            CronSchedule.parse(withoutZone(schedule.text()));
        } catch (InvalidScheduleException e) {
            schedule.invalid(e.getMessage());
        }
        if (schedule.text().contains("TZ")) {
            boolean mayHaveZone = old.filter(text -> text.contains("TZ")).isPresent();
            if (!mayHaveZone) {
                schedule.invalid("cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
            } else if (spec.at("timeZone").isSet()) {
                schedule.invalid("cannot use both timeZone field and TZ or CRON_TZ in schedule");
            }
        }
    }

    private static String withoutZone(String schedule) {
        boolean zoned = schedule.startsWith("TZ=") || schedule.startsWith("CRON_TZ=");
        return zoned ? schedule.substring(schedule.indexOf(' ') + 1).strip() : schedule;
    }

    private static void timeZone(Field zone) {
        if (!zone.isSet()) {
            return;
        }
        if (zone.isEmpty()) {
            zone.invalid("timeZone must be nil or non-empty string");
            return;
        }
        for (String part : zone.text().split("/", -1)) {
            boolean dots = part.equals(".") || part.equals("..");
            if (dots || part.startsWith("-") || !ZONE_PART.matcher(part).matches()) {
                zone.invalid("unknown time zone " + zone.text());
                return;
            }
        }
        if (zone.text().toLowerCase(Locale.ROOT).equals("local")) {
            zone.invalid("timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
        } else if (!ZoneId.getAvailableZoneIds().contains(zone.text())) {
            zone.invalid("unknown time zone " + zone.text());
        }
    }
}
