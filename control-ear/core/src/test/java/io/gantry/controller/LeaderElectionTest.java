package io.gantry.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.controller.fake.FakeCluster;
import io.gantry.controller.fake.ManualClock;
import io.gantry.controller.model.ResourceNames;
import io.gantry.object.Json;
import io.gantry.status.StatusException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LeaderElectionTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        // holder, lease seconds, seconds since the lease was seen to change -> may claim
        "'',   15, 0,  true",
        "me,   15, 0,  true",
        "them, 15, 0,  false",
        "them, 15, 14, false",
        "them, 15, 15, true",
        "them, 60, 15, false",
    })
    void aLeaseIsClaimedWhenItIsFreeOursOrExpired(String holder, int seconds, int since, boolean claims) {
        JsonNode spec = Json.object().put("holderIdentity", holder).put("leaseDurationSeconds", seconds);
        LeaderElection.Sighting sighting = LeaderElection.Sighting.NONE.see(spec, NOW.minusSeconds(since));

        assertThat(new LeaderElection("me").claim(spec, sighting, NOW).isPresent())
                .isEqualTo(claims);
    }

    @Test
    void aLeaseIsWatchedAnewWhenTheClockIsPutBack() {
        JsonNode spec = Json.object().put("holderIdentity", "them").put("leaseDurationSeconds", 15);
        LeaderElection.Sighting sighting = LeaderElection.Sighting.NONE.see(spec, NOW);
        Instant earlier = NOW.minusSeconds(3600);

        assertThat(sighting.see(spec, earlier).at()).isEqualTo(earlier);
        assertThat(sighting.see(spec, NOW.plusSeconds(1)).at()).isEqualTo(NOW);
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1:6445_dead, true", "192.0.2.1:64450_alive, false", "192.0.2.2:6445_alive, false"})
    void theLeaseOfWhoeverHadThePlaceBeforeIsTakenAtOnce(String holder, boolean claims) {
        JsonNode spec = Json.object().put("holderIdentity", holder).put("leaseDurationSeconds", 15);
        LeaderElection.Sighting sighting = LeaderElection.Sighting.NONE.see(spec, NOW);

        assertThat(LeaderElection.at("192.0.2.1:6445", "new")
                        .claim(spec, sighting, NOW)
                        .isPresent())
                .isEqualTo(claims);
    }

    @Test
    void takingOverCountsATransitionAndRenewingDoesNot() {
        JsonNode theirs = Json.read(
                "{\"holderIdentity\": \"them\", \"leaseDurationSeconds\": 15, \"leaseTransitions\": 3, \"acquireTime\": \"old\"}");
        LeaderElection election = new LeaderElection("me");
        LeaderElection.Sighting longAgo = LeaderElection.Sighting.NONE.see(theirs, NOW.minusSeconds(60));

        JsonNode taken = election.claim(theirs, longAgo, NOW).orElseThrow();
        JsonNode renewed = election.claim(taken, longAgo, NOW.plusSeconds(2)).orElseThrow();

        assertThat(taken.path("leaseTransitions").asInt()).isEqualTo(4);
        assertThat(taken.path("acquireTime").asText()).isEqualTo("2026-01-01T12:00:00.000000Z");
        assertThat(renewed.path("leaseTransitions").asInt()).isEqualTo(4);
        assertThat(renewed.path("acquireTime").asText()).isEqualTo("2026-01-01T12:00:00.000000Z");
        assertThat(renewed.path("renewTime").asText()).isEqualTo("2026-01-01T12:00:02.000000Z");
    }

    @Test
    void aLeaderThatCannotRenewResignsAfterItsDeadlineAndLeadsAgainLater() {
        ManualClock clock = new ManualClock();
        FakeCluster cluster = new FakeCluster(clock);
        List<String> told = new ArrayList<>();
        LeaderElector elector = new LeaderElector(new LeaderElection("me"), "group", cluster, follower(told));
        elector.tick(clock.instant());
        cluster.refuse((verb, key) -> Optional.of(StatusException.of(503, "ServiceUnavailable", "down")));

        clock.advance(Duration.ofSeconds(10));
        elector.tick(clock.instant());
        assertThat(elector.isLeader()).isTrue();
        clock.advance(Duration.ofSeconds(1));
        elector.tick(clock.instant());
        assertThat(elector.isLeader()).isFalse();
        cluster.refuse((verb, key) -> Optional.empty());
        elector.tick(clock.instant());

        assertThat(told).containsExactly("lead 1", "resign", "lead 2");
    }

    @Test
    void whoCannotBeginToLeadIsAskedAgainWithTheNextRenewal() {
        ManualClock clock = new ManualClock();
        FakeCluster cluster = new FakeCluster(clock);
        List<String> told = new ArrayList<>();
        LeaderElector.Follower able = follower(told);
        LeaderElector elector =
                new LeaderElector(new LeaderElection("me"), "group", cluster, new LeaderElector.Follower() {
                    @Override
                    public void lead(long revision) {
                        if (told.isEmpty()) {
                            throw new IllegalStateException("the cache is behind");
                        }
                        able.lead(revision);
                    }

                    @Override
                    public void resign() {
                        able.resign();
                    }
                });

        elector.tick(clock.instant());
        assertThat(elector.isLeader()).isFalse();
        clock.advance(LeaderElection.RETRY_PERIOD);
        elector.tick(clock.instant());

        assertThat(elector.isLeader()).isTrue();
        assertThat(told).containsExactly("resign", "lead 2");
    }

    @Test
    void aReleasedLeaseIsTakenAtOnce() {
        ManualClock clock = new ManualClock();
        FakeCluster cluster = new FakeCluster(clock);
        LeaderElector one = new LeaderElector(new LeaderElection("one"), "group", cluster, follower(new ArrayList<>()));
        LeaderElector two = new LeaderElector(new LeaderElection("two"), "group", cluster, follower(new ArrayList<>()));
        one.tick(clock.instant());
        two.tick(clock.instant());
        assertThat(two.isLeader()).isFalse();

        one.release(clock.instant());
        two.tick(clock.instant());

        assertThat(one.isLeader()).isFalse();
        assertThat(two.isLeader()).isTrue();
        assertThat(cluster.list(ResourceNames.LEASES)
                        .getFirst()
                        .spec()
                        .path("holderIdentity")
                        .asText())
                .isEqualTo("two");
    }

    private static LeaderElector.Follower follower(List<String> told) {
        return new LeaderElector.Follower() {
            @Override
            public void lead(long revision) {
                told.add("lead " + revision);
            }

            @Override
            public void resign() {
                told.add("resign");
            }
        };
    }
}
