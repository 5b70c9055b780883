@R09.15
Feature: R09.15 规定时间内完成
  Every request in hand has a time by which it is done; what is not closed by then is told to the supervisor, whoever has the desk by then.

  Background:
    Given the policy pack "hotline-management"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | D1 | 2026-03-02 08:00 | 2026-03-02 10:00 | S01    | S09        |
      | D2 | 2026-03-02 10:00 | 2026-03-02 12:00 | S02    | S09        |
    And the time is "2026-03-02 09:30"
    And "S01" holds the duty

  Scenario: 没有时限不得交接 without a time the handover is refused, with it it begins
    When "S01" writes "投诉21号" under "unfinished" at "09:35"
    And "S01" taps at "09:52"
    Then the tap is refused as "sheet-incomplete"
    When "S01" explains the item "投诉21号" with due "11:00" at "09:53"
    And "S01" taps at "09:54"
    Then the last record is "handover.started" with:
      | field | value |
      | staff | S01   |

  Scenario: 超过时限上报 not closed in time it is told, also after the handover
    When "S01" writes "投诉21号" under "unfinished" due "11:00" at "09:35"
    And "S02" taps at "09:45"
    And "S02" reads the sheet
    And "S01" taps at "09:52"
    And "S02" taps at "09:52:05"
    Then the sheet of shift "D2" carries over "投诉21号"
    When the time is "10:59"
    Then no notice about "item-overdue" is sent
    And a notice about "item-overdue" reaches "S09" by "11:01"

  Scenario: 按时办结不提醒 closed in time nobody is told
    When "S01" writes "投诉21号" under "unfinished" due "11:00" at "09:35"
    And "S02" taps at "09:45"
    And "S02" reads the sheet
    And "S01" taps at "09:52"
    And "S02" taps at "09:52:05"
    And "S02" closes the item "投诉21号" at "10:55"
    And the time is "11:05"
    Then no notice about "item-overdue" is sent
