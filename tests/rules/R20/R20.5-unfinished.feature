@R20.5
Feature: R20.5 处理完毕再交接;处理不完的详细交接,注意事项及处理办法
  What is not finished stands on the sheet with what to watch and how to deal with it, and is carried on until it is closed.

  Background:
    Given the policy pack "hotline-handover"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S05  | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    |      | S09        |
    And the time is "2026-03-02 07:20"
    And "S01" holds the duty

  Scenario: 未写注意事项及处理办法不得交接 an unfinished item that does not say what to watch and how to deal with it
    When "S01" completes the sheet at "07:25"
    And "S01" writes "pump 3 leaks" under "unfinished" at "07:30"
    And "S01" taps at "07:52"
    Then the tap is refused as "sheet-incomplete"
    And the signal is "refused"
    And "S01" holds the duty

  Scenario: 写明后可以交接并带入下一班 with both it is handed over, and stands on the next sheet
    When "S01" writes "pump 3 leaks" under "unfinished" due "12:00" watch "oil level" how "refill every hour" at "07:30"
    And "S01" completes the sheet at "07:35"
    And "S02" taps at "07:44"
    And "S02" reads the sheet at "07:45"
    And "S01" taps at "07:52"
    And "S02" taps at "07:52:05"
    Then the last record is "handover.confirmed" with:
      | field | value |
      | hasty |       |
    And the sheet of shift "N1" is frozen
    And the sheet of shift "D1" carries over "pump 3 leaks"
    When the time is "12:01"
    Then a notice about "item-overdue" reaches "S09" by "12:01"

  Scenario: 处理完毕不再带入 what is closed is not carried over, and not overdue
    When "S01" writes "pump 3 leaks" under "unfinished" due "12:00" watch "oil level" how "refill every hour" at "07:30"
    And "S01" closes the item "pump 3 leaks" at "07:40"
    And "S01" completes the sheet
    And "S02" taps at "07:44"
    And "S01" taps at "07:52"
    And "S02" taps at "07:52:05"
    Then "S02" holds the duty
    And the sheet of shift "D1" does not carry over "pump 3 leaks"
    When the time is "12:01"
    Then no notice about "item-overdue" is sent
    When "S02" closes the item "pump 3 leaks"
    Then the bridge refuses with "no-item"
