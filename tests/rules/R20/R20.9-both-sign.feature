@R20.9
Feature: R20.9 双方签字,结束交接班
  Two different and entitled people, inside the pairing time, make one record; from then on the incoming person answers.

  Background:
    Given the policy pack "hotline-handover"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S03 | 张敏   | 04A1B2C6 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
    And shifts:
      | id | start            | end              | leader | deputies | crew |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    |          | S05  |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    | S03      |      |
    And the sheets are complete
    And the time is "2026-03-02 07:40"
    And "S01" holds the duty
    And "S05" is in

  Scenario: 两人刷卡成一条记录 both taps make one record with both people in it
    When "S02" taps at "07:44"
    And "S01" taps at "07:55"
    And "S02" taps at "07:55:15"
    Then the last record is "handover.confirmed" with:
      | field           | value |
      | outgoing        | S01   |
      | incoming        | S02   |
      | from            | N1    |
      | to              | D1    |
      | latenessSeconds | 0     |
      | hasty           |       |
    And "S02" holds the duty
    And the history of "T1" is complete

  Scenario: 接班人先刷 the incoming side may begin
    When "S02" taps at "07:44"
    And "S02" taps at "07:55"
    Then the last record is "handover.started" with:
      | field | value    |
      | side  | incoming |
    When "S01" taps at "07:55:05"
    Then "S02" holds the duty

  Scenario: 同一人不能签两次 nobody signs twice
    When "S01" taps at "07:55"
    And "S01" taps at "07:55:05"
    Then the tap is refused as "same-person"
    And "S01" holds the duty

  Scenario: 无权者不能接班 one of the crew cannot take over; the deputy can
    When "S01" taps at "07:55"
    And "S05" taps at "07:55:05"
    Then the tap is refused as "not-entitled"
    When "S03" taps at "07:55:12"
    Then the last record is "handover.confirmed"
    And "S03" holds the duty

  Scenario: 超过配对时间 a second too late is too late
    When "S02" taps at "07:44"
    And "S01" taps at "07:55"
    And "S02" taps at "07:55:16"
    Then "S01" holds the duty
    And there are 1 records "handover.timed-out"

  Scenario: 被改的记录会被发现 a record that was altered is found
    When "S02" taps at "07:44"
    And record 3 of "T1" is altered in the store
    Then the history of "T1" is broken at record 3
