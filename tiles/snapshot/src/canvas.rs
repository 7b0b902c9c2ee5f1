//! `maplibre` 0.0.3 without a window: a tile goes in, pixels come out.
//!
//! It draws one square tile at a time, whatever its place, as the tile 0/0/0 of a world. What it
//! cannot do decides how it is used:
//!
//! - One colour a source layer, so who calls writes one source layer a colour.
//! - A style layer of index 0 lies where the depth buffer was cleared to, and never shows. The index
//!   is a depth beside the distance of the camera, so large ones are cut off: all areas share one,
//!   and lines lie one above.
//! - Its style cannot be changed once it runs: a canvas has its colours from the beginning.

use crate::Error;
use maplibre::context::MapContext;
use maplibre::environment::Environment;
use maplibre::headless::HeadlessPlugin;
use maplibre::headless::environment::HeadlessEnvironment;
use maplibre::headless::map::HeadlessMap;
use maplibre::headless::window::HeadlessMapWindowConfig;
use maplibre::io::apc::SchedulerAsyncProcedureCall;
use maplibre::kernel::{Kernel, KernelBuilder};
use maplibre::platform::http_client::ReqwestHttpClient;
use maplibre::platform::scheduler::TokioScheduler;
use maplibre::plugin::Plugin;
use maplibre::render::error::RenderError;
use maplibre::render::graph::RenderGraph;
use maplibre::render::resource::Head;
use maplibre::render::settings::{Backends, Msaa, RendererSettings, WgpuSettings};
use maplibre::render::{RenderPlugin, RenderStageLabel, Renderer};
use maplibre::schedule::Schedule;
use maplibre::style::Style;
use maplibre::style::layer::{FillPaint, LayerPaint, StyleLayer};
use maplibre::tcs::system::SystemContainer;
use maplibre::tcs::world::World;
use maplibre::vector::{DefaultVectorTransferables, VectorPlugin};
use maplibre::window::{MapWindowConfig, WindowSize};
use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

/// Red, green, blue.
pub type Colour = [u8; 3];

/// The colour of what nothing was painted on.
pub const BACKGROUND: Colour = [255; 3];

/// Most source layers a canvas may have: the renderer looks each up among all.
pub const PAINTS_MAX: usize = 2_000;

/// How a source layer is painted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paint {
    /// The source layer.
    pub layer: String,
    /// Its colour.
    pub colour: Colour,
    /// From 1 on; what is higher hides what is lower. More than a few are cut off.
    pub height: u32,
}

/// Something to draw tiles on.
pub struct Canvas {
    map: HeadlessMap,
    layers: Vec<String>,
    pixels: Pixels,
    runtime: tokio::runtime::Runtime,
}

impl std::fmt::Debug for Canvas {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Canvas").field("layers", &self.layers.len()).finish_non_exhaustive()
    }
}

/// The pixels of the last tile, row by row.
type Pixels = Rc<RefCell<Vec<Colour>>>;

impl Canvas {
    /// A canvas of `size` × `size` pixels. With `smooth`, each pixel is the mean of four samples;
    /// without, it has the colour of what lies at its centre.
    ///
    /// # Errors
    ///
    /// [`Error::NoDriver`] when the machine has no driver for Vulkan, Metal or DirectX 12,
    /// [`Error::Renderer`] when one is there and nothing starts.
    pub fn new(size: u32, smooth: bool, paints: &[Paint]) -> Result<Self, Error> {
        let wrong = |what: &dyn std::fmt::Display| Error::Renderer(what.to_string());
        let size = WindowSize::new(size, size).ok_or_else(|| wrong(&"no pixels"))?;
        if paints.len() > PAINTS_MAX {
            return Err(wrong(&"too many source layers"));
        }
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .build()
            .map_err(|error| wrong(&error))?;
        let kernel = kernel(size);
        let settings = RendererSettings {
            msaa: Msaa { samples: if smooth { 4 } else { 1 } },
            ..RendererSettings::default()
        };
        let window = kernel.map_window_config().create();
        // Vulkan, Metal, DirectX 12: what places vertices to a 256th of a pixel.
        let drivers = WgpuSettings { backends: Some(Backends::PRIMARY), ..WgpuSettings::default() };
        let starting = Renderer::initialize_headless(&window, drivers, settings);
        let renderer = runtime.block_on(starting).map_err(|error| match error {
            RenderError::RequestDevice(_) => Error::NoDriver(error.to_string()),
            _ => wrong(&error),
        })?;
        let pixels = Pixels::default();
        let plugins: Vec<Box<dyn Plugin<HeadlessEnvironment>>> = vec![
            Box::new(RenderPlugin),
            Box::new(VectorPlugin::<DefaultVectorTransferables>::default()),
            Box::new(HeadlessPlugin::new(false)),
            Box::new(ReadBack(Rc::clone(&pixels))),
        ];
        let map = HeadlessMap::new(style(paints), renderer, kernel, plugins)
            .map_err(|error| wrong(&error))?;
        let layers = paints.iter().map(|it| it.layer.clone()).collect();
        Ok(Self { map, layers, pixels, runtime })
    }

    /// Draws a tile, all of its source layers that have a paint or `only` one: the pixels, row by row
    /// from the north-west.
    ///
    /// # Panics
    ///
    /// Inside `maplibre` when the bytes are no vector tile: they are written by [`crate::tile::write`]
    /// or read by [`crate::tile::grids`] first.
    pub fn draw(&mut self, tile: Vec<u8>, only: Option<&str>) -> Vec<Colour> {
        let wanted = self.layers.iter().map(String::as_str);
        let names: Vec<_> = wanted.filter(|it| only.is_none_or(|only| only == *it)).collect();
        let layers = self.map.process_tile(tile.into_boxed_slice(), &names);
        let mut layers = self.runtime.block_on(layers);
        // A layer without a triangle is taken for a fault by the renderer, said on its log.
        layers.retain(|it| it.buffer.usable_indices > 0);
        self.map.render_tile(layers);
        self.pixels.take()
    }
}

fn kernel(size: WindowSize) -> Kernel<HeadlessEnvironment> {
    type Calls = <HeadlessEnvironment as Environment>::AsyncProcedureCall;
    let calls: Calls = SchedulerAsyncProcedureCall::new(TokioScheduler::new());
    KernelBuilder::new()
        .with_map_window_config(HeadlessMapWindowConfig::new(size))
        .with_http_client(ReqwestHttpClient::new(None))
        .with_apc(calls)
        .with_scheduler(TokioScheduler::new())
        .build()
}

fn style(paints: &[Paint]) -> Style {
    let layer = |Paint { layer, colour: [r, g, b], height }: &Paint| StyleLayer {
        index: *height,
        id: layer.clone(),
        // The renderer looks at the geometry for what to do, never at the kind of the paint.
        paint: Some(LayerPaint::Fill(FillPaint {
            fill_color: format!("#{r:02x}{g:02x}{b:02x}").parse().ok(),
        })),
        source_layer: Some(layer.clone()),
        ..StyleLayer::default()
    };
    Style { layers: paints.iter().map(layer).collect(), ..Style::default() }
}

/// Takes the pixels out of each frame. The library itself can only write them to files named by
/// number in the working directory.
struct ReadBack(Pixels);

impl Plugin<HeadlessEnvironment> for ReadBack {
    fn build(
        &self,
        schedule: &mut Schedule,
        _kernel: Rc<Kernel<HeadlessEnvironment>>,
        _world: &mut World,
        _graph: &mut RenderGraph,
    ) {
        let system = SystemContainer::new(ReadBackSystem(Rc::clone(&self.0)));
        schedule.add_system_to_stage(RenderStageLabel::Cleanup, system);
    }
}

struct ReadBackSystem(Pixels);

impl maplibre::tcs::system::System for ReadBackSystem {
    fn name(&self) -> Cow<'static, str> {
        "read_back".into()
    }

    fn run(&mut self, context: &mut MapContext) {
        let renderer = &context.renderer;
        let surface = renderer.surface();
        let Head::Headless(head) = surface.head() else { return };
        let width = 4 * surface.size().width() as usize;
        // The driver pads rows to a round number of bytes.
        let row = head.bytes_per_row().get() as usize;
        let bytes = head.map_async(&renderer.device).get_mapped_range();
        let pixels = bytes.chunks_exact(row).flat_map(|row| row[..width].chunks_exact(4));
        *self.0.borrow_mut() = pixels.map(|it| [it[0], it[1], it[2]]).collect();
        drop(bytes);
        head.unmap();
    }
}
