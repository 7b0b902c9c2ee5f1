//! Who is calling: signing in and out, and the cookie in between.
//!
//! The cookie holds a random token; the store holds only its SHA-256, so a copy of the store opens
//! no session. Passwords are kept as Argon2id hashes.

use super::problem::Problem;
use super::state::House;
use crate::work::passwords;
use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::web::{Data, Json, ReqData};
use actix_web::{HttpRequest, HttpResponse};
use jiff::SignedDuration;
use model::Role;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use store::TokenHash;
use utoipa::ToSchema;

/// The name of the cookie.
pub(crate) const COOKIE: &str = "gridbeat_session";

/// How long the store may take to confirm a session that it confirmed a short while ago.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(1);

/// How long a session lasts: one long shift.
const SESSION_HOURS: i64 = 12;

/// Who is calling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Caller {
    /// Anybody.
    Public,
    /// A user with an open session.
    User {
        /// The account's name.
        name: String,
        /// Its role.
        role: Role,
    },
}

impl Caller {
    /// The role that decides what the caller may do.
    pub(crate) const fn role(&self) -> Role {
        match self {
            Self::Public => Role::Public,
            Self::User { role, .. } => *role,
        }
    }

    /// The name for the change log.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Public => "public",
            Self::User { name, .. } => name,
        }
    }
}

/// Finds out who sent a cookie. An unknown or outdated cookie is the public's.
pub(crate) async fn caller(house: &House, cookie: Option<&Cookie<'_>>) -> Result<Caller, Problem> {
    let Some(cookie) = cookie else { return Ok(Caller::Public) };
    let (token, now) = (token_hash(cookie.value()), house.now());
    let seen = house.seen.who(&token, now);
    let asked = house.store.session(&token, now);
    // Whoever was let in a short while ago need not wait for a store that does not answer.
    let found = match seen {
        Some(seen) if house.store_is_away() => return Ok(seen),
        Some(seen) => match tokio::time::timeout(PATIENCE, asked).await {
            Ok(Err(error)) if error.fault().is_some() => return Ok(seen),
            Err(_late) => return Ok(seen),
            Ok(found) => found?,
        },
        None => asked.await?,
    };
    let Some(found) = found else {
        house.seen.forget(&token);
        return Ok(Caller::Public);
    };
    let caller = Caller::User { name: found.user, role: found.role };
    house.seen.confirm(token, &caller, found.expires, now);
    Ok(caller)
}

pub(super) fn token_hash(token: &str) -> TokenHash {
    Sha256::digest(token.as_bytes()).into()
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// What signing in takes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignIn {
    name: String,
    password: String,
}

/// Who is signed in.
#[derive(Serialize, ToSchema)]
pub(crate) struct SignedIn {
    name: String,
    role: &'static str,
}

/// `POST /api/v1/session`: opens a session and sets its cookie.
pub(crate) async fn sign_in(
    house: Data<House>,
    request: HttpRequest,
    Json(given): Json<SignIn>,
) -> Result<HttpResponse, Problem> {
    let from = request.peer_addr().map(|at| at.ip());
    house.sign_ins.admit(from, house.now())?;
    let known = house.store.user(&given.name).await?;
    let hash = known.as_ref().map(|user| user.password_hash.clone());
    // An unknown name takes as long as a wrong password, so that names cannot be guessed.
    let right = passwords::verify(given.password, hash).await.map_err(Problem::internal)?;
    let Some(user) = known.filter(|_| right) else {
        house.sign_ins.failed(from, house.now());
        return Err(Problem::unauthorised("the name or the password is wrong"));
    };
    house.sign_ins.forget(from);
    let token = passwords::random_token();
    let expires = house.now() + SignedDuration::from_hours(SESSION_HOURS);
    house
        .store
        .add_session(&token_hash(&token), &user.name, expires, &house.entry(&user.name))
        .await?;
    let secure = request.connection_info().scheme() == "https";
    let cookie = cookie(token, Duration::hours(SESSION_HOURS), secure);
    let body = SignedIn { name: user.name, role: user.role.as_str() };
    Ok(HttpResponse::Ok().cookie(cookie).json(body))
}

fn cookie(value: String, age: Duration, secure: bool) -> Cookie<'static> {
    Cookie::build(COOKIE, value)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(secure)
        .max_age(age)
        .finish()
}

/// `GET /api/v1/session`: who is signed in.
pub(crate) async fn show(caller: ReqData<Caller>) -> Result<Json<SignedIn>, Problem> {
    match caller.into_inner() {
        Caller::Public => Err(Problem::unauthorised("nobody is signed in")),
        Caller::User { name, role } => Ok(Json(SignedIn { name, role: role.as_str() })),
    }
}

/// `DELETE /api/v1/session`: closes the session.
pub(crate) async fn sign_out(
    house: Data<House>,
    caller: ReqData<Caller>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    if let Some(cookie) = request.cookie(COOKIE) {
        let entry = house.entry(caller.name());
        house.seen.forget(&token_hash(cookie.value()));
        house.store.remove_session(&token_hash(cookie.value()), &entry).await?;
    }
    Ok(HttpResponse::NoContent().cookie(cookie(String::new(), Duration::ZERO, false)).finish())
}

/// What changing one's own password takes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPassword {
    old: String,
    new: String,
}

/// `POST /api/v1/session/password`: changes one's own password and ends one's other sessions.
pub(crate) async fn change_password(
    house: Data<House>,
    caller: ReqData<Caller>,
    Json(given): Json<NewPassword>,
) -> Result<HttpResponse, Problem> {
    let name = caller.name().to_owned();
    let user = house.store.user(&name).await?;
    let hash = user.map(|user| user.password_hash);
    let right = passwords::verify(given.old, hash).await.map_err(Problem::internal)?;
    if !right {
        return Err(Problem::bad_request("the old password is wrong"));
    }
    let hash = passwords::hash(given.new).await?;
    house.store.set_password(&name, &hash, &house.entry(&name)).await?;
    house.seen.forget_user(&name);
    Ok(HttpResponse::NoContent().finish())
}
