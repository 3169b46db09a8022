//! `call: asyncapi`. Read, drawn and derived, but refused by the check (TP0311): the runner has no task for it.

use towpath_diagnostics::Span;

use crate::model::{
    Authentication, Duration, Expression, ExternalResource, Spanned, SubscriptionIterator, Template,
};
use crate::parse::{At, Expected, Findings};

/// `call: asyncapi`, with either a message or a subscription.
#[derive(Debug, Clone, PartialEq)]
pub struct AsyncApiCall {
    /// The AsyncAPI document.
    pub document: ExternalResource,
    /// The channel, for AsyncAPI 2.
    pub channel: Option<Spanned<String>>,
    /// The operation, for AsyncAPI 3.
    pub operation: Option<Spanned<String>>,
    /// The server.
    pub server: Option<AsyncApiServer>,
    /// The protocol.
    pub protocol: Option<Spanned<String>>,
    /// The message to publish.
    pub message: Option<AsyncApiMessage>,
    /// The subscription.
    pub subscription: Option<AsyncApiSubscription>,
    /// How the call authenticates.
    pub authentication: Option<Authentication>,
    /// The place of the arguments in the source text.
    pub span: Span,
}

/// A server of an AsyncAPI document.
#[derive(Debug, Clone, PartialEq)]
pub struct AsyncApiServer {
    /// Its name.
    pub name: Spanned<String>,
    /// Its variables, a mapping.
    pub variables: Option<Template>,
}

/// A message to publish.
#[derive(Debug, Clone, PartialEq)]
pub struct AsyncApiMessage {
    /// Its payload, a mapping.
    pub payload: Option<Template>,
    /// Its headers, a mapping.
    pub headers: Option<Template>,
}

/// The subscription.
#[derive(Debug, Clone, PartialEq)]
pub struct AsyncApiSubscription {
    /// The condition for messages.
    pub filter: Option<Expression>,
    /// The duration of the subscription.
    pub for_: Option<Duration>,
    /// When to stop.
    pub consume: AsyncApiConsume,
    /// The tasks for each message.
    pub foreach: Option<SubscriptionIterator>,
}

/// When a subscription stops.
#[derive(Debug, Clone, PartialEq)]
pub enum AsyncApiConsume {
    /// After this number of messages.
    Amount(Spanned<i64>),
    /// When this condition is no longer true.
    While(Expression),
    /// When this condition is true.
    Until(Expression),
}

impl AsyncApiCall {
    pub(crate) fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        const KEYS: &[&str] = &[
            "document",
            "channel",
            "operation",
            "server",
            "protocol",
            "message",
            "subscription",
            "authentication",
        ];
        const PROTOCOLS: &[&str] = &[
            "amqp",
            "amqp1",
            "anypointmq",
            "googlepubsub",
            "http",
            "ibmmq",
            "jms",
            "kafka",
            "mercure",
            "mqtt",
            "mqtt5",
            "nats",
            "pulsar",
            "redis",
            "sns",
            "solace",
            "sqs",
            "stomp",
            "ws",
        ];
        let with = at.fields(KEYS, findings)?;
        let document =
            with.required("document", findings).and_then(|at| ExternalResource::read(&at, findings));
        let target = with.exactly_one(&["operation", "channel"], findings);
        let content = with.exactly_one(&["message", "subscription"], findings);
        let read = Self {
            channel: with.get("channel").and_then(|at| at.literal(findings)),
            operation: with.get("operation").and_then(|at| at.literal(findings)),
            server: with.get("server").and_then(|at| AsyncApiServer::read(&at, findings)),
            protocol: with.get("protocol").and_then(|at| at.word_text(PROTOCOLS, findings)),
            message: with.get("message").and_then(|at| AsyncApiMessage::read(&at, findings)),
            subscription: with.get("subscription").and_then(|at| AsyncApiSubscription::read(&at, findings)),
            authentication: with.get("authentication").and_then(|at| Authentication::read(&at, findings)),
            document: document?,
            span: at.node.span,
        };
        target.and(content).map(|_| read)
    }
}

impl AsyncApiServer {
    fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let server = at.fields(&["name", "variables"], findings)?;
        let name = server.required("name", findings).and_then(|at| at.literal(findings));
        let variables = server.get("variables").and_then(|at| at.mapping_template(findings));
        Some(Self { name: name?, variables })
    }
}

impl AsyncApiMessage {
    fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let message = at.fields(&["payload", "headers"], findings)?;
        Some(Self {
            payload: message.get("payload").and_then(|at| at.mapping_template(findings)),
            headers: message.get("headers").and_then(|at| at.mapping_template(findings)),
        })
    }
}

impl AsyncApiSubscription {
    fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let subscription = at.fields(&["filter", "consume", "foreach"], findings)?;
        let filter =
            subscription.get("filter").and_then(|at| at.strict_expression(Expected::Expression, findings));
        let foreach = subscription.get("foreach").and_then(|at| SubscriptionIterator::read(&at, findings));
        let consume = subscription.required("consume", findings)?;
        let consume = consume.fields(&["for", "amount", "while", "until"], findings)?;
        let for_ = consume.get("for").and_then(|at| Duration::read(&at, findings));
        let (key, value) = consume.exactly_one(&["amount", "while", "until"], findings)?;
        let consume = match key {
            "amount" => AsyncApiConsume::Amount(value.integer(0, i64::MAX, findings)?),
            "while" => AsyncApiConsume::While(value.strict_expression(Expected::Expression, findings)?),
            _ => AsyncApiConsume::Until(value.strict_expression(Expected::Expression, findings)?),
        };
        Some(Self { filter, for_, consume, foreach })
    }
}
