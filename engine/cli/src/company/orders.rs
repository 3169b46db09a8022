//! The orders: a SQLite file, made once.

use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _};

const SCHEMA: &str = "
create table if not exists orders (
  id text primary key, customer text not null, status text not null, placed_on text not null,
  carrier text, tracking text
);
create table if not exists items (
  order_id text not null, sku text not null, title text not null, price real not null, quantity integer not null,
  primary key (order_id, sku)
);
";

/// Id, customer, status, placed on, carrier, tracking.
type Order =
    (&'static str, &'static str, &'static str, &'static str, Option<&'static str>, Option<&'static str>);

const ORDERS: [Order; 4] = [
    ("o-1001", "c-1", "shipped", "2026-11-12", Some("Canal Freight"), Some("CF-88120")),
    ("o-1002", "c-2", "delivered", "2026-10-30", Some("Canal Freight"), Some("CF-87001")),
    ("o-1003", "c-3", "packing", "2026-11-20", None, None),
    ("o-1004", "c-5", "shipped", "2026-11-18", Some("Barge Express"), Some("BX-4471")),
];

/// Order, sku, title, price, quantity.
const ITEMS: [(&str, &str, &str, f64, i64); 6] = [
    ("o-1001", "rope", "Rope, 20 m", 12.5, 2),
    ("o-1001", "lamp", "Deck lamp", 9.9, 1),
    ("o-1002", "anchor", "Anchor, 12 kg", 180.0, 1),
    ("o-1003", "paint", "Hull paint, blue", 34.0, 3),
    ("o-1004", "bell", "Ship's bell", 59.0, 1),
    ("o-1004", "rope", "Rope, 20 m", 12.5, 1),
];

/// Makes the file with its tables and rows, if it is not there.
pub(super) async fn prepare(path: &Path) -> Result<(), String> {
    fill(path).await.map_err(|error| format!("cannot prepare `{}`: {error}", path.display()))
}

async fn fill(path: &Path) -> Result<(), sqlx::Error> {
    let mut database: SqliteConnection =
        SqliteConnectOptions::new().filename(path).create_if_missing(true).connect().await?;
    sqlx::raw_sql(SCHEMA).execute(&mut database).await?;
    for (id, customer, status, placed_on, carrier, tracking) in ORDERS {
        sqlx::query("insert or ignore into orders values (?, ?, ?, ?, ?, ?)")
            .bind(id)
            .bind(customer)
            .bind(status)
            .bind(placed_on)
            .bind(carrier)
            .bind(tracking)
            .execute(&mut database)
            .await?;
    }
    for (order, sku, title, price, quantity) in ITEMS {
        sqlx::query("insert or ignore into items values (?, ?, ?, ?, ?)")
            .bind(order)
            .bind(sku)
            .bind(title)
            .bind(price)
            .bind(quantity)
            .execute(&mut database)
            .await?;
    }
    database.close().await
}
