using System;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace ReplicatePS.Pipeline;

/// <summary>
/// Lets text that comes in pieces flow over the screen of a prompt. PowerShell ends the line after each object that it shows; this goes
/// back to the end of the text, so that the next piece stands beside the one before. What is caught in a variable is not shown, moves no
/// cursor, and is left alone. Belongs to the pipeline thread.
/// </summary>
internal sealed class WordFlow
{
    private readonly PSHostUserInterface _screen;
    private bool _isOpen;

    private WordFlow(PSHostUserInterface screen)
    {
        _screen = screen;
    }

    /// <summary>For a cmdlet at the end of its pipeline, at a console that somebody looks at; null for any other.</summary>
    public static WordFlow? For(PSCmdlet cmdlet) =>
        cmdlet.MyInvocation.PipelinePosition == cmdlet.MyInvocation.PipelineLength
        && cmdlet.Host is { Name: "ConsoleHost", UI: { RawUI: not null } screen }
        && !Console.IsOutputRedirected
        && !Console.IsInputRedirected
            ? new WordFlow(screen)
            : null;

    /// <summary>Writes an object; if that shows text, the next one will go on behind it.</summary>
    public void Write(object value, Action<object> write)
    {
        if (Position(makeRoom: true) is not { } before)
        {
            write(value);
            return;
        }

        write(value);
        if (Position() is { } after && after != before)
        {
            GoBack(before, after, value.ToString());
        }
    }

    /// <summary>Ends the line.</summary>
    public void End()
    {
        if (_isOpen)
        {
            _isOpen = false;
            _screen.WriteLine();
        }
    }

    private void GoBack(Coordinates before, Coordinates after, string text)
    {
        string[] lines = text.Split('\n');
        string last = lines[lines.Length - 1].TrimEnd('\r');
        int column = (lines.Length == 1 ? before.X : 0) + _screen.RawUI.LengthInBufferCells(last);
        int width = _screen.RawUI.BufferSize.Width;

        // Text that ends just where the screen does has no place behind it.
        _isOpen = after.X == 0 && after.Y > 0 && width > 0 && column > 0 && column % width > 0;
        if (_isOpen)
        {
            _screen.RawUI.CursorPosition = new Coordinates(column % width, after.Y - 1);
        }
    }

    private Coordinates? Position(bool makeRoom = false)
    {
        try
        {
            Coordinates position = _screen.RawUI.CursorPosition;
            if (!makeRoom || position.X > 0 || position.Y < _screen.RawUI.BufferSize.Height - 1)
            {
                return position;
            }

            // At the start of the last line, text that is shown scrolls and leaves the cursor where it was: make room for a line first.
            _screen.WriteLine();
            return _screen.RawUI.CursorPosition = new Coordinates(0, position.Y - 1);
        }
        catch (Exception fault) when (fault is HostException or NotSupportedException or System.IO.IOException or NotImplementedException)
        {
            return null;
        }
    }
}
