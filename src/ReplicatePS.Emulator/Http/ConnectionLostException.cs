using System.IO;

namespace ReplicatePS.Emulator;

/// <summary>A fault has broken the connection. A web server in front of the emulator aborts the client's connection on it.</summary>
public sealed class ConnectionLostException : IOException
{
    /// <summary>Says that the connection is gone.</summary>
    public ConnectionLostException()
        : base("The connection was reset by the emulator, as a fault switch asked.")
    {
    }
}
