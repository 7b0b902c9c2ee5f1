//! Who may do what: six roles, never more rights than the work needs.

/// A role. What each may do is decided in one table on the server floor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Anybody, not signed in.
    Public,
    /// Works in a grid and sees what happens there.
    GridWorker,
    /// Draws boundaries.
    Designer,
    /// Takes incidents in and plans patrols.
    Dispatcher,
    /// Looks after users, keys and backups; sees no incident.
    Administrator,
    /// Reads the log; changes nothing.
    Auditor,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 6] = [
        Self::Public,
        Self::GridWorker,
        Self::Designer,
        Self::Dispatcher,
        Self::Administrator,
        Self::Auditor,
    ];

    /// The name used in stores and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::GridWorker => "grid-worker",
            Self::Designer => "designer",
            Self::Dispatcher => "dispatcher",
            Self::Administrator => "administrator",
            Self::Auditor => "auditor",
        }
    }

    /// The role of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }
}
