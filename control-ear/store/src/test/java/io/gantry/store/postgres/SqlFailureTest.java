package io.gantry.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SqlFailureTest {

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(sql("08006"), SqlFailure.CONNECTION),
                Arguments.of(sql("57P01"), SqlFailure.CONNECTION), // admin_shutdown
                Arguments.of(sql("57P03"), SqlFailure.CONNECTION), // cannot_connect_now
                Arguments.of(sql("53300"), SqlFailure.CONNECTION), // too_many_connections
                Arguments.of(sql("40P01"), SqlFailure.CONNECTION), // deadlock_detected
                Arguments.of(sql("23514"), SqlFailure.NO_PARTITION),
                Arguments.of(sql("22021"), SqlFailure.REFUSED), // character_not_in_repertoire
                Arguments.of(sql("57014"), SqlFailure.REFUSED), // query_canceled
                Arguments.of(new SQLTransientConnectionException("pool"), SqlFailure.CONNECTION),
                Arguments.of(new IllegalStateException("not the database"), SqlFailure.REFUSED));
    }

    private static SQLException sql(String state) {
        return new SQLException("failed", state);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void isToldByTheStateOfTheInnermostCause(Exception failure, SqlFailure expected) {
        assertThat(SqlFailure.of(new IllegalStateException("wrapped", failure))).isEqualTo(expected);
    }
}
