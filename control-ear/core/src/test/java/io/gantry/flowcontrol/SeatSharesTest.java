package io.gantry.flowcontrol;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.flowcontrol.SeatShares.Claim;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeatSharesTest {

    /** Each level is {@code shares/lendablePercent/borrowingLimitPercent/demand}; -1 for no limit. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // nobody wants anything: nominal shares
                "100 | 30/0/-1/0 70/0/-1/0 | 30 70",
                // what cannot be lent stays
                "100 | 50/0/-1/0 50/0/-1/500 | 50 50",
                // half may be lent, and is
                "100 | 50/50/-1/0 50/0/-1/500 | 25 75",
                // who borrows may borrow no more than its limit
                "100 | 50/100/-1/0 50/0/20/500 | 40 60",
                // both want all: nobody borrows
                "100 | 50/90/-1/500 50/90/-1/500 | 50 50",
                // the spare of one goes to two by their shares
                "100 | 40/100/-1/0 40/0/-1/500 20/0/-1/500 | 0 67 33",
                // no more than wanted, and the rest goes back
                "100 | 50/100/-1/0 50/0/-1/60 | 20 80",
                // a level without shares of its own
                "100 | 0/0/-1/0 10/0/-1/5 | 0 100"
            })
    void seatsGoWhereTheyAreNeeded(int seats, String levels, String expected) {
        List<Claim> claims = new ArrayList<>();
        for (String level : levels.trim().split(" ")) {
            String[] parts = level.split("/");
            claims.add(new Claim(
                    new LevelSettings(
                            "l",
                            "",
                            false,
                            Integer.parseInt(parts[0]),
                            Integer.parseInt(parts[1]),
                            Integer.parseInt(parts[2]),
                            1,
                            1,
                            1),
                    Long.parseLong(parts[3])));
        }
        List<Integer> divided = SeatShares.divide(claims, seats);
        assertThat(String.join(" ", divided.stream().map(String::valueOf).toList()))
                .isEqualTo(expected.trim());
        assertThat(divided.stream().mapToInt(Integer::intValue).sum()).isLessThanOrEqualTo(seats);
    }
}
