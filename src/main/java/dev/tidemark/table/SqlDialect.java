package dev.tidemark.table;

/** Writes the statements that make a lake's tables and views known to a query engine. */
public enum SqlDialect {
    /** Amazon Athena, engine version 3. Tables are on S3; Athena reads their columns from Delta's log. */
    ATHENA {
        @Override
        public String createTable(TableSpec table, String lake) {
            return "CREATE EXTERNAL TABLE IF NOT EXISTS `" + table.name() + "`\nLOCATION " + location(table, lake)
                    + "\nTBLPROPERTIES ('table_type' = 'DELTA')";
        }

        @Override
        public String createView(ViewSpec view) {
            // a view's column must not have a time zone there
            String query = view.query().replaceAll("AS_UTC\\(([^()]*)\\)", "CAST($1 AT TIME ZONE 'UTC' AS timestamp)");
            return "CREATE OR REPLACE VIEW \"" + view.name() + "\" AS\n" + query;
        }
    },
    /** Spark SQL with Delta Lake. */
    SPARK {
        @Override
        public String createTable(TableSpec table, String lake) {
            return "CREATE TABLE IF NOT EXISTS `" + table.name() + "`\nUSING DELTA\nLOCATION " + location(table, lake);
        }

        @Override
        public String createView(ViewSpec view) {
            String query = view.query().replaceAll("AS_UTC\\(([^()]*)\\)", "$1").replace('"', '`');
            return "CREATE OR REPLACE VIEW `" + view.name() + "`\nCOMMENT " + literal(view.meaning()) + "\nAS\n"
                    + query;
        }

        @Override
        String literal(String text) {
            return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
        }
    };

    /**
     * The statement, without a semicolon, for a table that is in the lake.
     *
     * @param lake the lake's location as the engine names it, such as {@code s3://bucket/lake}
     */
    public abstract String createTable(TableSpec table, String lake);

    /** The statement, without a semicolon, for a view; its tables must be known to the engine. */
    public abstract String createView(ViewSpec view);

    /** A text as a literal of the engine. */
    String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    final String location(TableSpec table, String lake) {
        return literal(lake.replaceAll("/+$", "") + "/" + table.name() + "/");
    }
}
