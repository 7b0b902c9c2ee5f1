//! What listeners are told, as it happens.

use model::Role;
use serde_json::json;
use store::StoredIncident;
use tokio::sync::broadcast;

/// How many events a slow listener may lag behind before it misses some (and is told so).
const BACKLOG: usize = 256;

/// Something that happened.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    /// The name of the event: `incident`, `plan`, `job`, `tiles-changed`.
    pub name: &'static str,
    /// What happened, as JSON.
    pub data: serde_json::Value,
    /// Who may hear it.
    pub audience: Audience,
}

/// Who may hear of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Audience {
    /// Anybody.
    Everybody,
    /// Dispatchers.
    Dispatch,
    /// Designers, and who publishes what they make.
    Studio,
}

impl Audience {
    /// Whether somebody of this role belongs to it.
    pub(crate) fn admits(self, role: Role) -> bool {
        match self {
            Self::Everybody => true,
            Self::Dispatch => role == Role::Dispatcher,
            Self::Studio => matches!(role, Role::Designer | Role::Administrator),
        }
    }
}

/// So many new incidents at once are told one by one; more make listeners read anew.
pub(crate) const TOLD_MAX: usize = 20;

impl Event {
    /// More happened than is told one by one.
    pub(crate) fn of_many(count: usize) -> Self {
        Self { name: "missed", data: json!({ "count": count }), audience: Audience::Dispatch }
    }

    /// A new incident.
    pub(crate) fn of_incident(stored: &StoredIncident) -> Self {
        let at = stored.incident.at;
        let data = json!({
            "id": stored.id.0, "kind": stored.incident.kind.as_str(), "lon": at.lon(), "lat": at.lat(),
        });
        Self { name: "incident", data, audience: Audience::Dispatch }
    }
}

/// The line to all listeners.
#[derive(Clone, Debug)]
pub(crate) struct Events(broadcast::Sender<Event>);

impl Default for Events {
    fn default() -> Self {
        Self(broadcast::channel(BACKLOG).0)
    }
}

impl Events {
    /// Tells all who listen; that nobody does is no error.
    pub(crate) fn tell(&self, event: Event) {
        let _listeners = self.0.send(event);
    }

    /// Whether anybody listens.
    pub(crate) fn has_listeners(&self) -> bool {
        self.0.receiver_count() > 0
    }

    /// Begins to listen.
    pub(crate) fn listen(&self) -> broadcast::Receiver<Event> {
        self.0.subscribe()
    }
}
