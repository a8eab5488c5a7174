package io.gantry.store.postgres;

import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import io.gantry.store.ObjectStore.Snapshot;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads of the current objects. */
final class ObjectReader {

    /** Rows that the driver keeps at once. */
    private static final int FETCH_SIZE = 1000;

    /** One statement, so that the objects and the revision are of one moment; the row of the counter comes even without objects. */
    private static final String LIST = """
            select c.value, o.key, o.revision, o.document from revision_counter c left join
                (select key, revision, document from object where key >= ? and key > ? and key < ? order by key limit ?) o on true
            where c.id = 1 order by o.key""";

    private final Database database;
    private final DocumentCipher cipher;

    ObjectReader(Database database, DocumentCipher cipher) {
        this.database = database;
        this.cipher = cipher;
    }

    Optional<ApiObject> get(ObjectKey key) {
        return database.read(session -> Optional.ofNullable(session.get(ObjectRow.class, key.path())))
                .map(row -> row.object(cipher));
    }

    long revision() {
        return database.read(session -> session.doReturningWork(connection -> {
            try (PreparedStatement statement =
                            connection.prepareStatement("select value from revision_counter where id = 1");
                    ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }));
    }

    Snapshot list(String prefix, String afterPath, int limit) {
        return database.read(session -> Database.inTransaction(
                session,
                same -> same.doReturningWork(connection -> {
                    try (PreparedStatement statement = connection.prepareStatement(LIST)) {
                        statement.setFetchSize(FETCH_SIZE);
                        statement.setString(1, prefix);
                        statement.setString(2, afterPath);
                        statement.setString(3, prefix + '\uffff');
                        statement.setLong(4, limit + 1L);
                        try (ResultSet rows = statement.executeQuery()) {
                            return snapshot(rows, limit);
                        }
                    }
                })));
    }

    private Snapshot snapshot(ResultSet rows, int limit) throws SQLException {
        List<ApiObject> objects = new ArrayList<>();
        long revision = 0;
        boolean more = false;
        while (rows.next()) {
            revision = rows.getLong(1);
            String path = rows.getString(2);
            if (path != null && objects.size() < limit) {
                objects.add(
                        ApiObject.of(ObjectKey.parse(path), rows.getLong(3), cipher.document(path, rows.getBytes(4))));
            } else {
                more = path != null;
            }
        }
        return new Snapshot(objects, revision, more);
    }
}
