package io.gantry.flowcontrol;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.flowcontrol.FairQueues.Arrival;
import io.gantry.flowcontrol.FairQueues.Ticket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;

/** One level under simulated loads, on a virtual clock. */
class FairQueuesTest {

    private static final long MILLI = 1_000_000;

    private static LevelSettings level(int queues, int hand, int length) {
        return new LevelSettings("l", "u", false, 10, 0, -1, queues, hand, length);
    }

    /** A client that keeps so many requests open, each of this width, served in this time. */
    private record Client(String name, int open, int width, long service) {}

    private static final class Simulation {
        private record Event(long at, long order, Runnable action) {}

        private final PriorityQueue<Event> events =
                new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
        private final FairQueues queues;
        private final Map<String, Long> seatTime = new HashMap<>();
        private final Map<String, Long> longestWait = new HashMap<>();
        private final Map<String, Integer> refused = new HashMap<>();
        private long now;
        private long order;
        private int mostSeats;

        Simulation(FairQueues queues) {
            this.queues = queues;
        }

        void at(long time, Runnable action) {
            events.add(new Event(time, order++, action));
        }

        void request(Client client, long until) {
            if (now >= until) {
                return;
            }
            long arrived = now;
            Ticket[] ticket = new Ticket[1];
            ticket[0] = new Ticket(client.width(), () -> serve(client, ticket[0], arrived, until));
            switch (queues.arrive(ticket[0], ShuffleSharding.hash(client.name()), now)) {
                case SEATED -> serve(client, ticket[0], arrived, until);
                case QUEUED -> {}
                case REFUSED -> {
                    refused.merge(client.name(), 1, Integer::sum);
                    at(now + MILLI, () -> request(client, until));
                }
            }
        }

        private void serve(Client client, Ticket ticket, long arrived, long until) {
            longestWait.merge(client.name(), now - arrived, Math::max);
            mostSeats = Math.max(mostSeats, queues.seatsTaken());
            at(now + client.service(), () -> {
                seatTime.merge(client.name(), client.width() * client.service(), Long::sum);
                queues.finish(ticket, now).forEach(Ticket::seated);
                request(client, until);
            });
        }

        void run(List<Client> clients, long until) {
            for (Client client : clients) {
                for (int i = 0; i < client.open(); i++) {
                    at(0, () -> request(client, until));
                }
            }
            while (!events.isEmpty()) {
                Event next = events.poll();
                now = next.at();
                next.action().run();
            }
        }
    }

    @Test
    void aFloodDoesNotSlowAnotherUser() {
        Simulation simulation = new Simulation(new FairQueues(level(64, 6, 50), 10));
        simulation.run(
                List.of(new Client("flood", 1000, 1, 100 * MILLI), new Client("mouse", 1, 1, 10 * MILLI)),
                20_000 * MILLI);
        // it may wait for the next of ten seats that end every 100 ms, but never behind the flood
        assertThat(simulation.longestWait.get("mouse")).isLessThanOrEqualTo(110 * MILLI);
        assertThat(simulation.refused).containsKey("flood").doesNotContainKey("mouse");
        assertThat(simulation.mostSeats).isEqualTo(10);
    }

    @Test
    void seatTimeIsSharedByUseAndNotByNumberOfRequests() {
        Simulation simulation = new Simulation(new FairQueues(level(128, 1, 200), 12));
        simulation.run(
                List.of(
                        new Client("slow", 60, 1, 90 * MILLI),
                        new Client("quick", 60, 1, 5 * MILLI),
                        new Client("wide", 60, 4, 30 * MILLI)),
                60_000 * MILLI);
        long all =
                simulation.seatTime.values().stream().mapToLong(Long::longValue).sum();
        assertThat(all).isGreaterThan(60_000 * MILLI * 12 * 85 / 100);
        simulation.seatTime.forEach(
                (client, used) -> assertThat(used).as(client).isBetween(all * 27 / 100, all * 40 / 100));
    }

    @Test
    void aLevelWithoutQueuesRefusesWhatItCannotServe() {
        FairQueues queues = new FairQueues(level(0, 0, 0), 1);
        Ticket first = new Ticket(1, () -> {});
        assertThat(queues.arrive(first, 1, 0)).isEqualTo(Arrival.SEATED);
        assertThat(queues.arrive(new Ticket(1, () -> {}), 1, 0)).isEqualTo(Arrival.REFUSED);
        assertThat(queues.finish(first, 5)).isEmpty();
        assertThat(queues.finish(first, 5)).isEmpty();
        assertThat(queues.arrive(new Ticket(1, () -> {}), 1, 5)).isEqualTo(Arrival.SEATED);
    }

    @Test
    void aRequestWiderThanTheLevelIsServedAlone() {
        FairQueues queues = new FairQueues(level(1, 1, 10), 2);
        Ticket narrow = new Ticket(1, () -> {});
        Ticket wide = new Ticket(5, () -> {});
        Ticket last = new Ticket(1, () -> {});
        assertThat(queues.arrive(narrow, 1, 0)).isEqualTo(Arrival.SEATED);
        assertThat(queues.arrive(wide, 1, 0)).isEqualTo(Arrival.QUEUED);
        // there is a seat, but whoever was first goes first
        assertThat(queues.arrive(last, 1, 0)).isEqualTo(Arrival.QUEUED);
        assertThat(queues.finish(narrow, 1)).containsExactly(wide);
        assertThat(queues.finish(wide, 2)).containsExactly(last);
    }

    @Test
    void whoGivesUpLeavesNothingBehind() {
        FairQueues queues = new FairQueues(level(4, 2, 10), 1);
        Ticket running = new Ticket(1, () -> {});
        Ticket tired = new Ticket(1, () -> {});
        queues.arrive(running, 1, 0);
        queues.arrive(tired, 1, 0);
        assertThat(queues.giveUp(tired)).isTrue();
        assertThat(queues.giveUp(tired)).isFalse();
        assertThat(queues.giveUp(running)).isFalse();
        assertThat(queues.finish(running, 1)).isEmpty();
        assertThat(queues.seatsTaken()).isZero();
        assertThat(queues.takeDemand()).isEqualTo(2);
        assertThat(queues.takeDemand()).isZero();
    }

    @Test
    void fewerQueuesLoseNobody() {
        FairQueues queues = new FairQueues(level(64, 6, 50), 1);
        Ticket running = new Ticket(1, () -> {});
        queues.arrive(running, 0, 0);
        List<Ticket> waiting = new ArrayList<>();
        for (int flow = 0; flow < 30; flow++) {
            Ticket ticket = new Ticket(1, () -> {});
            assertThat(queues.arrive(ticket, ShuffleSharding.hash("f" + flow), 0))
                    .isEqualTo(Arrival.QUEUED);
            waiting.add(ticket);
        }
        queues.configure(level(2, 1, 50));
        assertThat(queues.finish(running, 1)).hasSize(1);
        assertThat(queues.resize(100, 2)).hasSize(29).isSubsetOf(waiting);
    }

    @Test
    void handsHoldDifferentQueuesAndAreSpread() {
        Map<Integer, Integer> dealt = new HashMap<>();
        for (int flow = 0; flow < 2000; flow++) {
            int[] hand = ShuffleSharding.hand(ShuffleSharding.hash("user-" + flow), 64, 6);
            assertThat(hand).hasSize(6).doesNotHaveDuplicates();
            for (int queue : hand) {
                assertThat(queue).isBetween(0, 63);
                dealt.merge(queue, 1, Integer::sum);
            }
        }
        assertThat(dealt)
                .hasSize(64)
                .allSatisfy((queue, times) -> assertThat(times).isBetween(120, 260));
    }
}
