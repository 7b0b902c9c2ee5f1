//! Server-sent events: what happens, as it happens.

use super::session::Caller;
use super::state::House;
use crate::work::events::Event;
use actix_web::web::{Bytes, Data, ReqData};
use actix_web::{HttpResponse, http::header};
use futures_util::{Stream, stream};
use model::Role;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::broadcast::{Receiver, error::RecvError};

/// A comment is sent when nothing happens for so long, so that dead connections are noticed.
const QUIET: Duration = Duration::from_secs(15);

/// `GET /api/v1/events`: an endless stream; each hears what their role may.
pub(crate) async fn stream(house: Data<House>, caller: ReqData<Caller>) -> HttpResponse {
    let role = caller.role();
    HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        // Compression would hold events back until a block is full.
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .streaming(told(house.events.listen(), role))
}

fn told(listener: Receiver<Event>, role: Role) -> impl Stream<Item = Result<Bytes, Infallible>> {
    let hello = stream::iter([Ok(Bytes::from_static(b"retry: 3000\n\n"))]);
    let events = stream::unfold(listener, move |mut listener| async move {
        loop {
            let text = match tokio::time::timeout(QUIET, listener.recv()).await {
                Err(_quiet) => ": still here\n\n".to_owned(),
                Ok(Ok(event)) if event.audience.admits(role) => {
                    format!("event: {}\ndata: {}\n\n", event.name, event.data)
                }
                Ok(Ok(_not_for_them)) => continue,
                // The listener was too slow: it had better ask for everything anew.
                Ok(Err(RecvError::Lagged(missed))) => {
                    format!("event: missed\ndata: {{\"count\":{missed}}}\n\n")
                }
                Ok(Err(RecvError::Closed)) => return None,
            };
            return Some((Ok(Bytes::from(text)), listener));
        }
    });
    futures_util::StreamExt::chain(hello, events)
}
