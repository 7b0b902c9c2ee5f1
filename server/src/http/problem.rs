//! Errors as callers see them: RFC 9457 problem documents.
//!
//! What is *told* and what is *logged* are different texts. A fault of ours is told as "internal
//! error" and logged once, here, with its cause.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use serde_json::json;
use std::fmt;
use store::{Fault, StoreError};

/// An answer that is an error.
#[derive(Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    detail: String,
    /// The methods that would be allowed, for 405.
    allow: Vec<&'static str>,
    /// Seconds to wait before trying again, for 429 and 503.
    retry_after: Option<u32>,
    /// More members of the document, for programs.
    more: Option<Box<serde_json::Value>>,
}

impl Problem {
    fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into(), allow: Vec::new(), retry_after: None, more: None }
    }

    /// 400: the request cannot be understood; `detail` says what is wrong with it.
    pub(crate) fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// 401: nobody is signed in.
    pub(crate) fn unauthorised(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, detail)
    }

    /// 403: somebody is signed in and may not.
    pub(crate) fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, detail)
    }

    /// 404.
    pub(crate) fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    /// 405, with the methods that there are.
    pub(crate) fn method_not_allowed(allow: Vec<&'static str>) -> Self {
        let detail = format!("this address takes {}", allow.join(", "));
        Self { allow, ..Self::new(StatusCode::METHOD_NOT_ALLOWED, detail) }
    }

    /// 409: the request contradicts what is there.
    pub(crate) fn conflict(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, detail)
    }

    /// 422: understood, but against the rules of what it is about.
    pub(crate) fn unprocessable(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, detail)
    }

    /// The same with more members: an object.
    pub(crate) fn with(self, more: serde_json::Value) -> Self {
        Self { more: Some(Box::new(more)), ..self }
    }

    /// 413.
    pub(crate) fn too_large(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, detail)
    }

    /// 429, to be tried again in a while.
    pub(crate) fn too_many(detail: impl Into<String>, retry_after: u32) -> Self {
        Self { retry_after: Some(retry_after), ..Self::new(StatusCode::TOO_MANY_REQUESTS, detail) }
    }

    /// 503, to be tried again in a while.
    pub(crate) fn unavailable(detail: impl Into<String>) -> Self {
        Self { retry_after: Some(5), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, detail) }
    }

    /// 500: a fault of ours. The cause is logged, not told.
    pub(crate) fn internal(cause: impl fmt::Display) -> Self {
        tracing::error!(%cause, "internal error");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal error")
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        let mut causes = error.to_string();
        let mut at: &dyn std::error::Error = &error;
        while let Some(cause) = at.source() {
            causes = format!("{causes}: {cause}");
            at = cause;
        }
        if matches!(error.fault(), Some(Fault::TooSlow)) {
            tracing::warn!(cause = causes, "the store was asked for too much");
            return Self::unavailable("that took too long to find; ask for less");
        }
        let down = matches!(
            error.fault(),
            Some(
                Fault::Locked
                    | Fault::Unreachable(_)
                    | Fault::Full
                    | Fault::ReadOnly
                    | Fault::Closed
                    | Fault::Behind
            )
        );
        if down {
            tracing::warn!(cause = causes, "the store does not answer");
            return Self::unavailable("the store does not answer right now; try again in a moment");
        }
        Self::internal(causes)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status);
        response.content_type("application/problem+json");
        response.insert_header((header::CACHE_CONTROL, "no-store"));
        if !self.allow.is_empty() {
            response.insert_header((header::ALLOW, self.allow.join(", ")));
        }
        if let Some(seconds) = self.retry_after {
            response.insert_header((header::RETRY_AFTER, seconds));
        }
        let mut body = json!({
            "type": "about:blank",
            "title": self.status.canonical_reason().unwrap_or("Error"),
            "status": self.status.as_u16(),
            "detail": self.detail,
        });
        if let (Some(more), Some(body)) = (&self.more, body.as_object_mut()) {
            body.extend(more.as_object().cloned().unwrap_or_default());
        }
        response.body(body.to_string())
    }
}
