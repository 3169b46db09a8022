//! The orders: a SQLite file, made once. Its dates are relative to today, so that an order delivered last week stays so.

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
create table if not exists days (
  order_id text primary key, placed integer not null, promised integer not null, delivered integer
);
create view if not exists dates as select
  order_id,
  date('now', (0 - placed) || ' days') as placed_on,
  date('now', (0 - promised) || ' days') as promised_on,
  date('now', (0 - delivered) || ' days') as delivered_on
from days;
";

/// Id, customer, status, placed on, carrier, tracking.
type Order =
    (&'static str, &'static str, &'static str, &'static str, Option<&'static str>, Option<&'static str>);

const ORDERS: [Order; 6] = [
    ("o-1001", "c-1", "shipped", "2026-11-12", Some("Canal Freight"), Some("CF-88120")),
    ("o-1002", "c-2", "delivered", "2026-10-30", Some("Canal Freight"), Some("CF-87001")),
    ("o-1003", "c-3", "packing", "2026-11-20", None, None),
    ("o-1004", "c-5", "shipped", "2026-11-18", Some("Barge Express"), Some("BX-4471")),
    ("o-1005", "c-1", "delivered", "2026-11-14", Some("Canal Freight"), Some("CF-88054")),
    ("o-1006", "c-3", "delivered", "2026-09-28", Some("Barge Express"), Some("BX-3920")),
];

/// Order, and how many days ago it was placed, promised for, and delivered. A negative number is a day to come.
const DAYS: [(&str, i64, i64, Option<i64>); 6] = [
    ("o-1001", 8, -2, None),
    ("o-1002", 21, 12, Some(10)),
    ("o-1003", 3, -4, None),
    ("o-1004", 11, 3, None),
    ("o-1005", 15, 6, Some(6)),
    ("o-1006", 62, 45, Some(45)),
];

/// Order, sku, title, price, quantity.
const ITEMS: [(&str, &str, &str, f64, i64); 8] = [
    ("o-1001", "rope", "Rope, 20 m", 12.5, 2),
    ("o-1001", "lamp", "Deck lamp", 9.9, 1),
    ("o-1002", "anchor", "Anchor, 12 kg", 180.0, 1),
    ("o-1003", "paint", "Hull paint, blue", 34.0, 3),
    ("o-1004", "bell", "Ship's bell", 59.0, 1),
    ("o-1004", "rope", "Rope, 20 m", 12.5, 1),
    ("o-1005", "fender", "Fender, white", 22.25, 2),
    ("o-1006", "map", "Map of the canals", 19.5, 2),
];

/// Makes the file with its tables and rows, if it is not there.
pub(super) async fn create_orders_database(path: &Path) -> Result<(), String> {
    fill_orders_database(path).await.map_err(|error| format!("cannot prepare `{}`: {error}", path.display()))
}

async fn fill_orders_database(path: &Path) -> Result<(), sqlx::Error> {
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
    for (order, placed, promised, delivered) in DAYS {
        sqlx::query("insert or ignore into days values (?, ?, ?, ?)")
            .bind(order)
            .bind(placed)
            .bind(promised)
            .bind(delivered)
            .execute(&mut database)
            .await?;
    }
    database.close().await
}
