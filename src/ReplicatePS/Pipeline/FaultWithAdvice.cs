using System;
using System.Management.Automation;

namespace ReplicatePS.Pipeline;

/// <summary>A fault whose error record is made already, as the command knows better than the general rule what to do next.</summary>
internal sealed class FaultWithAdvice : Exception
{
    public FaultWithAdvice(ErrorRecord record)
        : base(record.Exception.Message, record.Exception)
    {
        Record = record;
    }

    public ErrorRecord Record { get; }
}
