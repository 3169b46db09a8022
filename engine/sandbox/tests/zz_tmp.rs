use std::path::PathBuf; use std::rc::Rc; use std::time::Instant;
use towpath_runner_wasm::RUNNER; use towpath_sandbox::*; use towpath_wire::*;
fn faults() -> u64 { let t = std::fs::read_to_string("/proc/self/stat").unwrap(); let r = t.rsplit(") ").next().unwrap().to_owned(); r.split(' ').nth(7).unwrap().parse().unwrap() }
fn med(mut v: Vec<f64>) -> (f64,f64) { v.sort_by(|a, b| a.total_cmp(b)); (v[v.len() / 2], v[v.len()*99/100]) }
fn start(input: &str) -> Step { Step { now: 1_760_000_000_000, event: Event::Start(Start { run: "0199c0ffee".into(), input: serde_json::value::RawValue::from_string(input.to_owned()).unwrap(), labels: vec![], engine: "0.1.0".into(), limits: Limits::default() }) } }
fn def(n: usize) -> Load { Load { source: format!(r#"
document: {{dsl: '1.0.3', namespace: test, name: order-{n}, version: '0.1.0'}}
do:
- sum:
    set:
      order: ${{ .order }}
      customer: ${{ .customer }}
      total: '${{ [.order.items[] | .price * .qty] | add }}'
- decide:
    switch:
    - gold: {{when: '.total > 100 and .customer.tier == "gold"', then: approve}}
    - large: {{when: .total > 100, then: review}}
    - rest: {{then: small}}
- approve:
    set: {{decision: auto-approve, total: '${{ .total }}', discount: '${{ .total * 0.1 }}'}}
    then: end
- review:
    set: {{decision: review, total: '${{ .total }}'}}
    then: end
- small:
    set: {{decision: approve, total: '${{ .total }}'}}
"#), functions: None } }
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn figures() {
    let pm = std::env::var("COLD").is_ok();
    let cache = Some(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("sandbox-code"));
    let t = Instant::now();
    let sandbox = Sandbox::new(SandboxConfig { cache: if pm {None} else {cache}, ..SandboxConfig::default() }).unwrap();
    println!("engine {:?}", t.elapsed()); let t = Instant::now();
    let runner = sandbox.add_runner(RUNNER).unwrap();
    println!("add_runner {:?}", t.elapsed());
    let items: Vec<_> = (0..20).map(|i| serde_json::json!({"sku": format!("SKU-{i}"), "price": 1.5 * i as f64, "qty": i % 3 + 1})).collect();
    let input = serde_json::json!({"order": {"id": "o-1", "items": items}, "customer": {"tier": "gold", "name": "Ada"}}).to_string();
    let step = serde_json::to_vec(&start(&input)).unwrap();
    tokio::spawn(async move {
        let (mut loads, mut readies, mut cpus) = (vec![], vec![], vec![]); let mut images = vec![]; let mut size = 0; let mut last = 0;
        for n in 0..300 { let t = Instant::now(); let l = sandbox.load(&runner, &def(n), &Limits::default()).await.unwrap(); loads.push(t.elapsed().as_nanos() as f64 / 1e3); cpus.push(l.cpu.as_nanos() as f64/1e3);
            let b = match l.image { Some(b) => b, None => panic!("{:?}", l.report.diagnostics) }; size = b.len(); let t = Instant::now(); images.push(sandbox.image(&runner, &b).unwrap()); readies.push(t.elapsed().as_nanos() as f64 / 1e3); last = n; }
        println!("load(+image write) {:?} of it cpu {:?}; image ready {:?}; {size} bytes, {} memory; {last}", med(loads), med(cpus), med(readies), images[0].memory_bytes());
        for round in 0..3 { let f0 = faults();
            let (mut a, mut b, mut c) = (vec![], vec![], vec![]);
            for _ in 0..5000 {
                let t = Instant::now(); let mut i = sandbox.instantiate(&images[0], &Limits::default()).await.unwrap(); a.push(t.elapsed().as_nanos() as f64 / 1e3);
                let t2 = Instant::now(); let r = i.step_bytes(&step).await.unwrap(); b.push(t2.elapsed().as_nanos() as f64 / 1e3); drop(i); c.push(t.elapsed().as_nanos() as f64 / 1e3);
                if round == 0 && a.len() == 1 { println!("{}", serde_json::to_string(&r.0).unwrap()); }
            }
            println!("faults {}", (faults() - f0) as f64 / 5000.); println!("{round}: instantiate {:?} step {:?} total {:?}", med(a), med(b), med(c));
        }
        let mut c = vec![]; let mut f = 0; let (mut a, mut b, mut d) = (vec![], vec![], vec![]); for r in 0..20 { if r == 3 { f = faults(); } for im in &images { let t = Instant::now(); let mut i = sandbox.instantiate(im, &Limits::default()).await.unwrap(); a.push(t.elapsed().as_nanos() as f64 / 1e3); let t1 = Instant::now(); i.step_bytes(&step).await.unwrap(); b.push(t1.elapsed().as_nanos() as f64 / 1e3); let t1 = Instant::now(); drop(i);  d.push(t1.elapsed().as_nanos() as f64 / 1e3); if r > 2 { c.push(t.elapsed().as_nanos() as f64 / 1e3); } } }
        println!("300 in turn {:?}: {:?} {:?} {:?} faults {}", med(c), med(a), med(b), med(d), (faults()-f) as f64/(17.*300.));
        let (_, p) = towpath_runner::load(&def(0)); let p = Rc::new(p.unwrap()); let mut n = vec![];
        for _ in 0..5000 { let t = Instant::now(); let s: Step = serde_json::from_slice(&step).unwrap(); let r = towpath_runner::Run::new(p.clone()).step(s); let _ = serde_json::to_vec(&r).unwrap(); n.push(t.elapsed().as_nanos() as f64 / 1e3); }
        println!("native (dev profile) {:?}", med(n));
    }).await.unwrap();
}
#[tokio::test]
async fn depth() {
    let cache = Some(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("sandbox-code"));
    let sandbox = Sandbox::new(SandboxConfig { cache, ..SandboxConfig::default() }).unwrap(); let runner = sandbox.add_runner(RUNNER).unwrap();
    let l = sandbox.load(&runner, &Load { source: "document: {dsl: '1.0.3', namespace: test, name: x, version: '0.1.0'}\ndo:\n- a:\n    set: {v: '${ def f: if . == 0 then 0 else 1 + (. - 1 | f) end; .n | f }'}\n".into(), functions: None }, &Limits::default()).await.unwrap();
    let image = sandbox.image(&runner, &l.image.unwrap()).unwrap();
    for n in [100, 300, 500, 700, 1000, 1500, 2000, 3000, 5000, 10000] { let mut i = sandbox.instantiate(&image, &Limits::default()).await.unwrap(); println!("{n}: {:?}", i.step(&start(&format!("{{\"n\":{n}}}"))).await.map(|(r, c)| (r.outcome.is_some(), c)).map_err(|e| e.to_string())); }
}
