using System;
using System.Management.Automation;

namespace ReplicatePS.Pipeline;

/// <summary>Carries an error that ends the cmdlet from its work to the pipeline thread.</summary>
internal sealed class TerminatingException : Exception
{
    public TerminatingException(ErrorRecord record)
        : base(record.Exception.Message, record.Exception)
    {
        Record = record;
    }

    public ErrorRecord Record { get; }
}
