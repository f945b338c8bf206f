//! Questions to a register, by name and with their arguments as an object.

use matricula::report::GradebookScope;
use matricula::schema::{Described, FieldSchema};
use matricula::{Context, ContractId, HomeRequest, InvitationId, LearnerId, ProgramId, Register, Timestamp};

use crate::answer::{Failure, json};
use crate::shape;

macro_rules! queries {
    (
        // Questions that may be refused.
        told { $( $told_name:ident ( $($told_field:ident : $told_type:ty),* ) => |$told_register:ident| $told:expr; )* }
        $( $name:ident ( $($field:ident : $type:ty),* ) => |$register:ident| $answer:expr; )*
    ) => {
        queries! { @ $( $name ( $($field : $type),* ) => |$register| Ok::<_, Failure>($answer); )*
            $( $told_name ( $($told_field : $told_type),* ) => |$told_register| $told; )* }
    };
    (@ $( $name:ident ( $($field:ident : $type:ty),* ) => |$register:ident| $answer:expr; )*) => {
        /// Answers a question as JSON text.
        pub(crate) fn answer(register: &Register, name: &str, arguments: &str) -> Result<String, Failure> {
            match name {
                $(
                    stringify!($name) => {
                        #[derive(serde::Deserialize)]
                        #[serde(deny_unknown_fields)]
                        struct Arguments { $($field: $type),* }
                        const FIELDS: &[FieldSchema] = &[$( FieldSchema {
                            name: stringify!($field),
                            field_type: <$type as Described>::TYPE,
                            doc: "",
                        } ),*];
                        let Arguments { $($field),* } = shape::read_fields(arguments, FIELDS)?;
                        let $register = register;
                        Ok(json(&$answer?))
                    }
                )*
                _ => Ok("null".to_owned()),
            }
        }
    };
}

queries! {
    told {
        home(request: HomeRequest, context: Context) => |register| register.home(&request, &context);
        organization(context: Context) => |register| register.organization(&context);
        preview_program(program: ProgramId, learner: Option<LearnerId>, context: Context) => |register| register.preview_program(program, learner, &context);
    }
    contracts(at: Timestamp) => |register| register.contracts(at);
    contract_by_id(contract: ContractId, at: Timestamp) => |register| register.contract_by_id(contract, at);
    programs(at: Timestamp) => |register| register.programs(at);
    program_by_id(program: ProgramId, at: Timestamp) => |register| register.program_by_id(program, at);
    funnel(at: Timestamp) => |register| register.funnel(at);
    learner(learner: LearnerId, at: Timestamp) => |register| register.learner(learner, at);
    learner_by_email(email: String, at: Timestamp) => |register| register.learner_by_email(&email, at);
    membership(program: ProgramId, learner: LearnerId, at: Timestamp) => |register| register.membership(program, learner, at);
    enrollments(program: ProgramId, learner: LearnerId) => |register| register.enrollments(program, learner);
    invitation(invitation: InvitationId, at: Timestamp) => |register| register.invitation(invitation, at);
    invitation_of(program: ProgramId, email: String, at: Timestamp) => |register| register.invitation_of(program, &email, at);
    whitelist(program: ProgramId) => |register| register.whitelist(program);
    courses() => |register| register.courses();
    specializations() => |register| register.specializations();
    collections(program: ProgramId) => |register| register.collections(program);
    administrators() => |register| register.administrators();
    ledger(contract: ContractId, units: bool, start: u32, limit: u32) => |register| register.ledger(contract, units, start, limit);
    seats_as_of(contract: ContractId, at: Timestamp) => |register| register.seats_as_of(contract, at);
    units_as_of(contract: ContractId, at: Timestamp) => |register| register.units_as_of(contract, at);
    remaining_as_of(contract: ContractId, at: Timestamp) => |register| register.remaining_as_of(contract, at);
    notices(at: Timestamp) => |register| register.notices(at);
    forecast(contract: ContractId, at: Timestamp, days: u16) => |register| register.forecast(contract, at, days);
    catalog_counts(program: ProgramId) => |register| register.catalog_counts(program);
    gradebook_level(scope: GradebookScope, context: Context) => |register| register.gradebook_level(&scope, &context)?;
    next_deadline(after: Timestamp) => |register| register.next_deadline(after);
    sequence() => |register| register.sequence();
    latest() => |register| register.latest();
    size() => |register| register.size();
    rights() => |register| register.rights();
}
