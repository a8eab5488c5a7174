package io.gantry.ear;

import io.gantry.store.linearizability.WatchLog.Event;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What the database itself says was written to the ConfigMaps of a namespace. */
final class WrittenLog {

    private static final List<String> TYPES = List.of("ADDED", "MODIFIED", "DELETED");

    private WrittenLog() {}

    static List<Event> read(TestPostgres database, String namespace) throws SQLException {
        List<Event> written = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(database.url());
                PreparedStatement select = connection.prepareStatement("""
                        select revision, type, split_part(key, '/', 4),
                               coalesce(document::jsonb #>> '{data,value}', '')
                        from object_log where key like ? order by revision""")) {
            select.setString(1, "core/configmaps/" + namespace + "/%");
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                written.add(new Event(
                        rows.getLong(1), TYPES.get(rows.getInt(2) - 1), rows.getString(3), rows.getString(4)));
            }
        }
        return written;
    }
}
