//! Runners: checks that a wasm module is a runner, and splits it into its code and its initial memory.

use std::ops::RangeInclusive;

use wasm_encoder::{ExportKind, ExportSection, Module, RawSection};
use wasmparser::{
    ConstExpr, Data, DataKind, Export, ExportSectionReader, ExternalKind, FunctionBody, GlobalType, Operator,
    Parser, Payload, TypeRef, ValType,
};

use crate::{RunnerDigest, SandboxError};

/// The form of the code that [`take_apart`] makes of a runner. Cached code of another form is not used.
pub(crate) const FORM: u32 = 2;

/// Wire versions that this host supports.
pub(crate) const WIRE: RangeInclusive<u32> = 1..=towpath_wire::VERSION;

/// A compiled runner.
pub(crate) struct Runner {
    pub(crate) digest: RunnerDigest,
    /// Its code without its data. It gets a memory that already contains the data.
    pub(crate) code: wasmtime::Module,
    pub(crate) exports: Exports,
    pub(crate) shape: MemoryShape,
    /// Address of the breadcrumb, a static of the runner, so it is the same in all instances.
    pub(crate) breadcrumb: u32,
}

/// The exports of a runner.
pub(crate) struct Exports {
    pub(crate) alloc: wasmtime::ModuleExport,
    pub(crate) load: wasmtime::ModuleExport,
    pub(crate) step: wasmtime::ModuleExport,
    /// Its stack pointer, if it has one.
    pub(crate) stack: Option<StackPointer>,
}

/// The only global that a runner may change.
pub(crate) struct StackPointer {
    pub(crate) export: wasmtime::ModuleExport,
    /// Its value before the first entry.
    pub(crate) top: u32,
}

impl Exports {
    /// `stack`: the initial stack pointer.
    pub(crate) fn of(code: &wasmtime::Module, stack: Option<u32>) -> Result<Self, SandboxError> {
        let find = |name: &str| {
            code.get_export_index(name)
                .ok_or_else(|| SandboxError::Runner(format!("it does not export `{name}`")))
        };
        let stack = match stack {
            Some(top) => Some(StackPointer { export: find(STACK)?, top }),
            None => None,
        };
        Ok(Self { alloc: find("alloc")?, load: find("load")?, step: find("step")?, stack })
    }
}

/// The memory that a runner imports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MemoryShape {
    /// Minimum number of pages.
    pub(crate) minimum: u64,
    /// Maximum number of pages, if the runner has one.
    pub(crate) maximum: Option<u64>,
    /// Bytes of call stack at its beginning. They have no meaning between two entries.
    pub(crate) dead: usize,
}

/// The parts of a runner.
pub(crate) struct Parts<'a> {
    /// The module without data and names.
    pub(crate) code: Vec<u8>,
    /// Addresses and content of its data.
    pub(crate) data: Vec<(u32, &'a [u8])>,
    pub(crate) shape: MemoryShape,
    /// The initial stack pointer, if it has one. The module exports it as [`STACK`].
    pub(crate) stack: Option<u32>,
}

/// Splits a runner into its parts. Refuses everything that would make a run depend on more than its memory.
pub(crate) fn take_apart(wasm: &[u8]) -> Result<Parts<'_>, SandboxError> {
    let mut code = Module::new();
    let mut memory = None;
    let mut data = Vec::new();
    let mut stack: Option<(u32, u32)> = None;
    let mut start = None;
    let mut zeroed = Vec::new();
    let mut bodies = 0..;
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload.map_err(unreadable)?;
        match &payload {
            Payload::ImportSection(imports) => {
                for import in imports.clone().into_imports() {
                    memory = only_memory(memory, import.map_err(unreadable)?)?;
                }
            }
            Payload::GlobalSection(globals) => {
                for (index, global) in (0..).zip(globals.clone()) {
                    let global = global.map_err(unreadable)?;
                    if global.ty.mutable {
                        let top = stack_pointer(stack.map(|(_, top)| top), &global.ty, &global.init_expr)?;
                        stack = top.map(|top| (index, top));
                    }
                }
            }
            Payload::MemorySection(_) => return refuse("it has a memory of its own"),
            // Dropped: the memory is already zero, and on an image it would erase data.
            Payload::StartSection { func, .. } => {
                start = Some(*func);
                continue;
            }
            // INVARIANT: no function is imported, so functions and bodies have the same indexes.
            Payload::ExportSection(exports) => {
                code.section(&with_stack_pointer(exports, stack)?);
                continue;
            }
            Payload::CodeSectionEntry(body) => {
                keeps_its_table(body)?;
                if bodies.next() == start {
                    zeroed = find_zeroing(body)?;
                }
            }
            Payload::DataSection(section) => {
                for segment in section.clone() {
                    data.push(active_segment(&segment.map_err(unreadable)?)?);
                }
                continue;
            }
            Payload::DataCountSection { .. } | Payload::CustomSection(_) => continue,
            _ => {}
        }
        if let Some((id, range)) = payload.as_section() {
            code.section(&RawSection { id, data: &wasm[range] });
        }
    }
    let Some((minimum, maximum)) = memory else {
        return refuse("it imports no memory");
    };
    if start.is_some() && zeroed.is_empty() {
        return refuse(RUNS_CODE);
    }
    let overlap = |(at, length): &(u32, u32)| {
        let (from, to) = (u64::from(*at), u64::from(*at) + u64::from(*length));
        data.iter()
            .any(|(offset, bytes)| u64::from(*offset) < to && from < u64::from(*offset) + bytes.len() as u64)
    };
    if zeroed.iter().any(overlap) {
        return refuse("it erases its own data");
    }
    let lowest = data.iter().map(|(offset, _)| *offset).min().unwrap_or(0);
    // INVARIANT: the linker puts the stack first, from its top down to zero. Data above the top proves this.
    let stack = stack.map(|(_, top)| top);
    let dead = stack.filter(|top| *top <= lowest).unwrap_or(0) as usize;
    Ok(Parts { code: code.finish(), data, shape: MemoryShape { minimum, maximum, dead }, stack })
}

fn refuse<T>(what: &str) -> Result<T, SandboxError> {
    Err(SandboxError::Runner(what.to_owned()))
}

fn unreadable(error: wasmparser::BinaryReaderError) -> SandboxError {
    SandboxError::Runner(format!("it cannot be read at byte {}: {}", error.offset(), error.message()))
}

/// Minimum and maximum of the imported memory, in pages.
type Pages = (u64, Option<u64>);

fn only_memory(before: Option<Pages>, import: wasmparser::Import<'_>) -> Result<Option<Pages>, SandboxError> {
    match import.ty {
        TypeRef::Memory(memory) if before.is_none() && !memory.memory64 && !memory.shared => {
            Ok(Some((memory.initial, memory.maximum)))
        }
        _ => Err(SandboxError::Runner(format!(
            "it imports `{}.{}`, and nothing but one memory may be imported",
            import.module, import.name
        ))),
    }
}

/// The only mutable global that is allowed: the stack pointer, which has its initial value between two entries. Any other
/// would be state outside the memory.
fn stack_pointer(
    before: Option<u32>,
    ty: &GlobalType,
    init: &ConstExpr<'_>,
) -> Result<Option<u32>, SandboxError> {
    match i32_constant(init) {
        Some(top) if before.is_none() && ty.content_type == ValType::I32 => Ok(Some(top)),
        _ => refuse("it has state in globals, outside its memory"),
    }
}

/// The export of the stack pointer in the code that is compiled. No symbol of a runner has this name.
const STACK: &str = "towpath stack pointer";

/// The exports of a runner, and its stack pointer, so that it can be set between two runs. `stack`: its index and its top.
fn with_stack_pointer(
    exports: &ExportSectionReader<'_>,
    stack: Option<(u32, u32)>,
) -> Result<ExportSection, SandboxError> {
    let mut section = ExportSection::new();
    for export in exports.clone() {
        let Export { name, kind, index } = export.map_err(unreadable)?;
        let kind = match kind {
            ExternalKind::Func | ExternalKind::FuncExact => ExportKind::Func,
            ExternalKind::Table => ExportKind::Table,
            ExternalKind::Memory => ExportKind::Memory,
            ExternalKind::Global => ExportKind::Global,
            ExternalKind::Tag => ExportKind::Tag,
        };
        section.export(name, kind, index);
    }
    if let Some((index, _)) = stack {
        section.export(STACK, ExportKind::Global, index);
    }
    Ok(section)
}

/// Refuses a function that changes a table: it would be state outside the memory.
fn keeps_its_table(body: &FunctionBody<'_>) -> Result<(), SandboxError> {
    let mut operators = body.get_operators_reader().map_err(unreadable)?;
    while !operators.eof() {
        if let Operator::TableSet { .. }
        | Operator::TableGrow { .. }
        | Operator::TableFill { .. }
        | Operator::TableCopy { .. }
        | Operator::TableInit { .. }
        | Operator::ElemDrop { .. }
        | Operator::DataDrop { .. } = operators.read().map_err(unreadable)?
        {
            return refuse("it changes its table, which is state outside its memory");
        }
    }
    Ok(())
}

const RUNS_CODE: &str = "it runs code when it is instantiated";

/// A linker that does not know whether an imported memory is zero adds a start function that fills parts of it with zeros.
/// Here the memory is zero, so this function is not needed. Any other start function is refused. Returns address and length
/// of each part.
fn find_zeroing(body: &FunctionBody<'_>) -> Result<Vec<(u32, u32)>, SandboxError> {
    let mut operators = body.get_operators_reader().map_err(unreadable)?;
    let mut parts = Vec::new();
    loop {
        match operators.read().map_err(unreadable)? {
            Operator::End if operators.eof() => return Ok(parts),
            Operator::I32Const { value: at } => {
                let fill = (operators.read(), operators.read(), operators.read());
                let (
                    Ok(Operator::I32Const { value: 0 }),
                    Ok(Operator::I32Const { value: length }),
                    Ok(operator),
                ) = fill
                else {
                    return refuse(RUNS_CODE);
                };
                if !matches!(operator, Operator::MemoryFill { mem: 0 }) {
                    return refuse(RUNS_CODE);
                }
                parts.push((at as u32, length as u32));
            }
            _ => return refuse(RUNS_CODE),
        }
    }
}

/// Address and content of a data segment.
pub(crate) fn active_segment<'a>(data: &Data<'a>) -> Result<(u32, &'a [u8]), SandboxError> {
    match &data.kind {
        DataKind::Active { memory_index: 0, offset_expr } => match i32_constant(offset_expr) {
            Some(offset) => Ok((offset, data.data)),
            None => refuse("its data has no fixed address"),
        },
        _ => refuse("it has data that is not in its memory initially"),
    }
}

/// The value of an expression that is a single `i32.const`.
fn i32_constant(expression: &ConstExpr<'_>) -> Option<u32> {
    let mut operators = expression.get_operators_reader();
    match (operators.read(), operators.read()) {
        (Ok(Operator::I32Const { value }), Ok(Operator::End)) => Some(value as u32),
        _ => None,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        let wasm = wat::parse_str(text).unwrap();
        match take_apart(&wasm) {
            Ok(_) => panic!("accepted: {text}"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn code_and_data_are_told_apart() {
        let wasm = wat::parse_str(
            r#"(module (import "env" "memory" (memory 17)) (global (mut i32) (i32.const 4096))
               (func (export "f") (result i32) (i32.load (i32.const 4096)))
               (data (i32.const 4096) "abcd") (data (i32.const 8192) "ef"))"#,
        )
        .unwrap();
        let parts = take_apart(&wasm).unwrap();
        assert_eq!(parts.data, [(4096, &b"abcd"[..]), (8192, &b"ef"[..])]);
        assert_eq!(parts.shape, MemoryShape { minimum: 17, maximum: None, dead: 4096 });
        assert!(!parts.code.windows(4).any(|window| window == b"abcd"));
        assert_eq!(parts.stack, Some(4096));
        let exports = Parser::new(0).parse_all(&parts.code).find_map(|payload| match payload.unwrap() {
            Payload::ExportSection(exports) => Some(exports),
            _ => None,
        });
        let exports: Vec<_> =
            exports.unwrap().into_iter().map(|export| export.unwrap().name.to_owned()).collect();
        assert_eq!(exports, ["f", STACK]);
        wasmparser::validate(&parts.code).unwrap();
    }

    #[test]
    fn a_start_that_only_zeroes_is_left_out() {
        let zero = |at: u32| {
            let text = format!(
                r#"(module (import "env" "memory" (memory 1)) (func) (func $start
                   (memory.fill (i32.const {at}) (i32.const 0) (i32.const 10))) (start $start)
                   (data (i32.const 100) "abcd"))"#
            );
            wat::parse_str(text).unwrap()
        };
        for clear in [0, 90, 104] {
            let wasm = zero(clear);
            let code = take_apart(&wasm).unwrap().code;
            let starts =
                |payload: Result<Payload<'_>, _>| matches!(payload.unwrap(), Payload::StartSection { .. });
            assert!(!Parser::new(0).parse_all(&code).any(starts), "{clear}");
        }
        for erasing in [91, 100, 103] {
            assert!(
                take_apart(&zero(erasing)).is_err_and(|error| error.to_string().contains("erases")),
                "{erasing}"
            );
        }
    }

    #[test]
    fn a_stack_above_the_data_is_not_taken_for_dead() {
        let wasm = wat::parse_str(
            r#"(module (import "env" "memory" (memory 1)) (global (mut i32) (i32.const 65536))
               (data (i32.const 16) "abcd"))"#,
        )
        .unwrap();
        assert_eq!(take_apart(&wasm).unwrap().shape.dead, 0);
    }

    #[test]
    fn whatever_reaches_beyond_the_memory_is_refused() {
        let memory = r#"(import "env" "memory" (memory 1))"#;
        assert!(refused("(module)").contains("imports no memory"));
        let import = refused(&format!(r#"(module {memory} (import "env" "now" (func (result i64))))"#));
        assert!(import.contains("`env.now`"), "{import}");
        let two = r#"(module (import "a" "m" (memory 1)) (import "a" "n" (memory 1)))"#;
        assert!(refused(two).contains("`a.n`"));
        assert!(refused(r#"(module (import "a" "m" (memory 1 2 shared)))"#).contains("`a.m`"));
        for body in [
            "",
            "(i32.store (i32.const 0) (i32.const 1))",
            "(memory.fill (i32.const 9) (i32.const 1) (i32.const 2))",
        ] {
            let start = refused(&format!("(module {memory} (func $f {body}) (start $f))"));
            assert!(start.contains("when it is instantiated"), "{body}: {start}");
        }
        for change in [
            "(table.set (i32.const 0) (ref.null func))",
            "(drop (table.grow (ref.null func) (i32.const 1)))",
            "(table.fill (i32.const 0) (ref.null func) (i32.const 1))",
            "(table.copy (i32.const 0) (i32.const 1) (i32.const 1))",
        ] {
            let changed = refused(&format!("(module {memory} (table 2 funcref) (func {change}))"));
            assert!(changed.contains("changes its table"), "{change}: {changed}");
        }
        let globals = "(global (mut i32) (i32.const 0)) (global (mut i32) (i32.const 0))";
        assert!(refused(&format!("(module {memory} {globals})")).contains("globals"));
        assert!(refused(&format!(r#"(module {memory} (data "passive"))"#)).contains("initially"));
        assert!(matches!(take_apart(b"not wasm"), Err(SandboxError::Runner(_))));
    }
}
