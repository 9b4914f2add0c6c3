using System;
using System.IO;

namespace ReplicatePS.Emulator.Runs;

/// <summary>A file that a run has made. Its bytes are made again whenever they are wanted, so that they are not kept.</summary>
/// <param name="ContentType">What it is.</param>
/// <param name="Open">Opens its bytes; the stream can seek and knows its length.</param>
internal sealed record Artifact(string ContentType, Func<Stream> Open);
