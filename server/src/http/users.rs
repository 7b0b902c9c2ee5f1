//! User accounts, for the administrator. An account is a name to sign in with; nothing else of a
//! person is kept.

use super::problem::Problem;
use super::session::Caller;
use super::state::House;
use crate::work::passwords;
use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path, ReqData};
use model::Role;
use serde::{Deserialize, Serialize};
use store::StoreError;
use utoipa::ToSchema;

/// The answer of `GET /api/v1/users`.
#[derive(Serialize, ToSchema)]
pub(crate) struct Users {
    users: Vec<UserInfo>,
}

/// One account.
#[derive(Serialize, ToSchema)]
pub(crate) struct UserInfo {
    name: String,
    role: &'static str,
}

/// `GET /api/v1/users`
pub(crate) async fn list(house: Data<House>) -> Result<Json<Users>, Problem> {
    let users = house
        .store
        .users()
        .await?
        .into_iter()
        .map(|user| UserInfo { name: user.name, role: user.role.as_str() });
    Ok(Json(Users { users: users.collect() }))
}

/// What adding an account takes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewUser {
    /// 1 to 64 letters, digits, dots, dashes or underscores.
    name: String,
    /// grid-worker, designer, dispatcher, administrator or auditor.
    role: String,
    /// 8 to 128 characters.
    password: String,
}

/// Whether a text can be the name of an account.
pub(crate) fn is_account_name(name: &str) -> bool {
    (1..=64).contains(&name.chars().count())
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'))
}

/// The role of this name; the public needs no account.
pub(crate) fn account_role(name: &str) -> Option<Role> {
    Role::from_name(name).filter(|role| *role != Role::Public)
}

/// `POST /api/v1/users`
pub(crate) async fn add(
    house: Data<House>,
    caller: ReqData<Caller>,
    Json(given): Json<NewUser>,
) -> Result<HttpResponse, Problem> {
    if !is_account_name(&given.name) {
        return Err(Problem::bad_request(
            "a name has 1 to 64 letters, digits, dots, dashes or underscores",
        ));
    }
    let role = account_role(&given.role).ok_or_else(|| {
        Problem::bad_request("role takes grid-worker, designer, dispatcher, administrator, auditor")
    })?;
    let hash = passwords::hash(given.password).await?;
    let added = house.store.add_user(&given.name, role, &hash, &house.entry(caller.name())).await;
    match added {
        Ok(()) => Ok(HttpResponse::Created().finish()),
        Err(StoreError::NameTaken) => Err(Problem::conflict("there is an account of this name")),
        Err(error) => Err(error.into()),
    }
}

/// What setting a password takes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Password {
    password: String,
}

/// `PUT /api/v1/users/{name}/password`: also ends the account's sessions.
pub(crate) async fn set_password(
    house: Data<House>,
    caller: ReqData<Caller>,
    name: Path<String>,
    Json(given): Json<Password>,
) -> Result<HttpResponse, Problem> {
    let hash = passwords::hash(given.password).await?;
    let entry = house.entry(caller.name());
    house.store.set_password(&name, &hash, &entry).await.map_err(account_problem)?;
    house.seen.forget_user(&name);
    Ok(HttpResponse::NoContent().finish())
}

/// `DELETE /api/v1/users/{name}`
pub(crate) async fn remove(
    house: Data<House>,
    caller: ReqData<Caller>,
    name: Path<String>,
) -> Result<HttpResponse, Problem> {
    let entry = house.entry(caller.name());
    house.store.remove_user(&name, &entry).await.map_err(account_problem)?;
    house.seen.forget_user(&name);
    Ok(HttpResponse::NoContent().finish())
}

fn account_problem(error: StoreError) -> Problem {
    match error {
        StoreError::Unknown { .. } => Problem::not_found("there is no account of this name"),
        StoreError::LastAdministrator => {
            Problem::conflict("this is the last administrator; add another one first")
        }
        error => error.into(),
    }
}
