using System.Device.Gpio;

namespace DutyKiosk.Terminal.Button
{
    /// <summary>The button inside the case, to ground.</summary>
    public sealed class CaseButton
    {
        private readonly GpioPin _pin;

        /// <summary>Opens its pin.</summary>
        public CaseButton(GpioController controller, Board board)
        {
            _pin = controller.OpenPin(board.Button, PinMode.InputPullUp);
        }

        /// <summary>Whether somebody presses it.</summary>
        public bool IsPressed
        {
            get { return _pin.Read() == PinValue.Low; }
        }
    }
}
