using System;
using ReplicatePS.Emulator.Http;
using ReplicatePS.Emulator.Runs;

namespace ReplicatePS.Emulator.Streams;

/// <summary>The URLs of streams. Who has one can read the stream, so that no two can be guessed from each other.</summary>
internal sealed class StreamAddress
{
    private const string Prefix = "emul-";
    private const string TextPath = "/v1/streams/";
    private const string FilesPath = "/v1/files/";

    private readonly string _secret = Identifiers.NewRun();

    public static bool Owns(Uri url) =>
        url.Host.Equals(Origin.StreamHost, StringComparison.OrdinalIgnoreCase) || TokenIn(url) is not null;

    public string Of(Run run, Origin origin) =>
        origin.Stream + (run.Script.Stream == StreamKind.Files ? FilesPath : TextPath) + TokenOf(run);

    /// <summary>The run whose stream is at a URL; null if there is none.</summary>
    public Run? Find(Uri url, RunStore runs, DateTimeOffset now)
    {
        int idLength = _secret.Length;
        return TokenIn(url) is { } token && token.Length == Prefix.Length + (2 * idLength)
            && runs.FindWithFiles(token.Substring(Prefix.Length, idLength), now) is { } run && token == TokenOf(run)
                ? run
                : null;
    }

    private static string? TokenIn(Uri url)
    {
        string path = url.AbsolutePath;
        string? token = path.StartsWith(TextPath, StringComparison.Ordinal) ? path.Substring(TextPath.Length)
            : path.StartsWith(FilesPath, StringComparison.Ordinal) ? path.Substring(FilesPath.Length)
            : null;
        return token?.StartsWith(Prefix, StringComparison.Ordinal) == true ? token : null;
    }

    private string TokenOf(Run run) => Prefix + run.Id + Identifiers.Run(_secret + run.Id);
}
