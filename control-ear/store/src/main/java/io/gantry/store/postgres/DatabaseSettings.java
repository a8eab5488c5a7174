package io.gantry.store.postgres;

/**
 * Where the database is.
 *
 * @param url JDBC URL, for example {@code jdbc:postgresql://127.0.0.1:5432/gantry}
 * @param user may be empty when the URL says it
 * @param password may be empty
 * @param connections bound of the connection pool
 */
public record DatabaseSettings(String url, String user, String password, int connections) {

    @Override
    public String toString() {
        return url.replaceAll("\\?.*", "");
    }
}
