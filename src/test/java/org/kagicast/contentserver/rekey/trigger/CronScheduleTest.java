package org.kagicast.contentserver.rekey.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagicast.model.OperatorException;

class CronScheduleTest {

    private static final String THURSDAY = "2026-01-01T03:00:00Z";

    private static List<String> moments(String text, String zone, String after, int many) {
        CronSchedule schedule = CronSchedule.parse(text, ZoneId.of(zone));
        List<String> moments = new ArrayList<>();
        Instant last = Instant.parse(after);
        for (int i = 0; i < many; i++) {
            last = schedule.next(last).orElseThrow();
            moments.add(last.toString());
        }
        return moments;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
            "0 3 * * *            | 2026-01-02T03:00:00Z | 2026-01-03T03:00:00Z",
            "*/15 * * * *         | 2026-01-01T03:15:00Z | 2026-01-01T03:30:00Z",
            "0 0 29 2 *           | 2028-02-29T00:00:00Z | 2032-02-29T00:00:00Z",
            "30 4 1,15 * 5        | 2026-01-01T04:30:00Z | 2026-01-02T04:30:00Z",
            "0 0 13 * FRI         | 2026-01-02T00:00:00Z | 2026-01-09T00:00:00Z",
            "0 3 * * 7            | 2026-01-04T03:00:00Z | 2026-01-11T03:00:00Z",
            "0 3 * * sun          | 2026-01-04T03:00:00Z | 2026-01-11T03:00:00Z",
            "0 0 1 jan,JUL *      | 2026-07-01T00:00:00Z | 2027-01-01T00:00:00Z",
            "5-50/20 8-9 * * 1-5  | 2026-01-01T08:05:00Z | 2026-01-01T08:25:00Z",
            "59 23 31 12 *        | 2026-12-31T23:59:00Z | 2027-12-31T23:59:00Z",
            "0 20/2 * * *         | 2026-01-01T20:00:00Z | 2026-01-01T22:00:00Z",
            "  0   3 *  * *       | 2026-01-02T03:00:00Z | 2026-01-03T03:00:00Z"})
    @DisplayName("Fields read as in a crontab")
    void reads(String text, String first, String second) {
        assertThat(moments(text, "UTC", THURSDAY, 2)).containsExactly(first, second);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "0 3 * *", "0 3 * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * 32 * *",
            "* * * 13 *", "* * * * 8", "a * * * *", "5-2 * * * *", "*/0 * * * *", "1,,2 * * * *", "1- * * * *",
            "-1 * * * *", "@daily", "0 3 L * *", "9999 * * * *", "*/100 * * * *"})
    @DisplayName("What is no schedule is refused in one sentence with an example")
    void refuses(String text) {
        assertThatThrownBy(() -> CronSchedule.parse(text, ZoneOffset.UTC)).isInstanceOf(OperatorException.class)
                .hasMessageStartingWith("\"" + text + "\" is no schedule: write minute, hour,")
                .hasMessageContaining("0 3");
    }

    @Test
    @DisplayName("A schedule that no day ever fits is refused")
    void neverComes() {
        assertThatThrownBy(() -> CronSchedule.parse("0 0 30 2 *", ZoneOffset.UTC)).isInstanceOf(OperatorException.class)
                .hasMessage("The schedule \"0 0 30 2 *\" fits no day of any year: write another one.");
    }

    @Test
    @DisplayName("The wall time of the place counts, in summer and in winter")
    void wallTime() {
        assertThat(moments("0 3 * * *", "Europe/Berlin", "2026-01-10T12:00:00Z", 1))
                .containsExactly("2026-01-11T02:00:00Z");
        assertThat(moments("0 3 * * *", "Europe/Berlin", "2026-07-10T12:00:00Z", 1))
                .containsExactly("2026-07-11T01:00:00Z");
        assertThat(moments("0 3 * * *", "Asia/Tokyo", "2026-07-10T12:00:00Z", 1))
                .containsExactly("2026-07-10T18:00:00Z");
    }

    @Test
    @DisplayName("What falls into the hour that spring leaves out comes when that hour would have begun, once")
    void gap() {
        assertThat(moments("30 2 * * *", "Europe/Berlin", "2026-03-28T00:00:00Z", 3)).containsExactly(
                "2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");
        assertThat(moments("0 3 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", 2)).containsExactly(
                "2026-03-29T01:00:00Z", "2026-03-30T01:00:00Z");
        assertThat(moments("*/30 * * * *", "Europe/Berlin", "2026-03-29T00:20:00Z", 3)).containsExactly(
                "2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z");
    }

    @Test
    @DisplayName("What falls into the hour that autumn repeats comes the first time only, unless it comes in every hour")
    void overlap() {
        assertThat(moments("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2)).containsExactly(
                "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
        assertThat(moments("30 2 * * *", "Europe/Berlin", "2026-10-25T01:10:00Z", 1)).as("from within the second hour")
                .containsExactly("2026-10-26T01:30:00Z");
        assertThat(moments("0 3 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2)).containsExactly(
                "2026-10-25T02:00:00Z", "2026-10-26T02:00:00Z");
        assertThat(moments("*/30 * * * *", "Europe/Berlin", "2026-10-24T23:50:00Z", 6)).containsExactly(
                "2026-10-25T00:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z", "2026-10-25T01:30:00Z",
                "2026-10-25T02:00:00Z", "2026-10-25T02:30:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC",
            "Africa/Casablanca", "America/Sao_Paulo"})
    @DisplayName("Moments only go forward, and none of a day's is left out in any year")
    void goesForward(String zone) {
        CronSchedule schedule = CronSchedule.parse("30 2 * * *", ZoneId.of(zone));
        Instant last = Instant.parse("2026-01-01T00:00:00Z");
        int days = 0;
        while (last.isBefore(Instant.parse("2028-01-01T00:00:00Z"))) {
            Instant next = schedule.next(last).orElseThrow();
            assertThat(next).isAfter(last);
            last = next;
            days++;
        }
        assertThat(days).isBetween(730, 731);
    }
}
