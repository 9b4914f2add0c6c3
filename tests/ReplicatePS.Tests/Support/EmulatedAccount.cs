using ReplicatePS.Core;
using ReplicatePS.Emulator;

namespace ReplicatePS.Tests;

/// <summary>An emulated account whose clock stands still, and a client for it.</summary>
internal sealed class EmulatedAccount : IDisposable
{
    public EmulatedAccount()
    {
        Emulator = new ReplicateEmulator(new EmulatorOptions { Speed = 0 });
        Client = new ReplicateClient(new ReplicateClientOptions
        {
            BaseUri = ReplicateEmulator.DefaultBaseUri,
            Token = () => null,
            TokenIsOptional = true,
            Transport = Emulator.Handler,
            MaximumRetryCount = 0,
        });
    }

    public ReplicateEmulator Emulator { get; }

    public ReplicateClient Client { get; }

    public IEnumerable<string> Sent => Emulator.Journal.Entries.Select(entry => $"{entry.Method} {entry.PathAndQuery}");

    public void Dispose() => Emulator.Dispose();
}
